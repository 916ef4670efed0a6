package io.duet.wire;

import io.duet.node.PeerAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a connection. The dialing side sends its {@link Hello}, and may send frames
 * right after it. The other side replies {@code W} and its own hello, or {@code R}, a length (2
 * bytes) and the reason of its refusal as text. Announced addresses are checked against the socket:
 * a dialing peer must announce the IP address it dials from, and a dialed peer the address that was
 * dialed.
 */
public final class Handshake {

  /** A refusal, ours or the peer's. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    RefusedException(String reason, String sentence) {
      super(sentence, null, false, false);
      this.reason = reason;
    }

    /** What is wrong, in a short constant phrase; the message names both sides. */
    public String reason() {
      return reason;
    }

    /** The bytes that inform the other side. */
    public byte[] toBytes() {
      byte[] text = String.valueOf(getMessage()).getBytes(StandardCharsets.UTF_8);
      int length = Math.min(text.length, SENTENCE_BYTES_MAX);
      return ByteBuffer.allocate(3 + length)
          .put((byte) REFUSED)
          .putShort((short) length)
          .put(text, 0, length)
          .array();
    }
  }

  private static final int WELCOME = 'W';
  private static final int REFUSED = 'R';
  private static final int SENTENCE_BYTES_MAX = 512;
  private static final byte[] NONE = {};

  private final Hello own;
  private final PeerAddress remote;
  private final boolean dialed;
  private byte[] early = NONE;
  private @Nullable Hello other;
  private int alsoAccepted;

  /** The handshake of the side that dialed this address, or was dialed from this socket. */
  public Handshake(Hello own, PeerAddress remote, boolean dialed) {
    this.own = own;
    this.remote = remote;
    this.dialed = dialed;
    this.alsoAccepted = own.fingerprint();
  }

  /** Also accepts a peer with this fingerprint, and replies with it. */
  public void alsoAccept(int fingerprint) {
    alsoAccepted = fingerprint;
  }

  /** Whether the accepted peer has the fingerprint of {@link #alsoAccept}. */
  public boolean isOther() {
    return other != null && other.fingerprint() != own.fingerprint();
  }

  /**
   * Takes bytes and returns how many of them belong to the handshake; it is done when {@link #peer}
   * is not null.
   *
   * @throws RefusedException if network, messages or address do not match
   */
  public int accept(byte[] bytes, int offset, int length) throws RefusedException {
    ByteBuffer in = joined(bytes, offset, length);
    int before = early.length;
    try {
      other = dialed ? readAnswer(in) : Hello.read(in);
    } catch (MalformedMessageException e) {
      throw refusal(String.valueOf(e.getMessage()), remote.toString());
    }
    if (other == null) {
      early = Arrays.copyOfRange(in.array(), in.position(), in.limit());
      return length;
    }
    checkFits(other);
    early = NONE;
    return in.position() - before;
  }

  private ByteBuffer joined(byte[] bytes, int offset, int length) {
    byte[] all = Arrays.copyOf(early, early.length + length);
    System.arraycopy(bytes, offset, all, early.length, length);
    return ByteBuffer.wrap(all);
  }

  private @Nullable Hello readAnswer(ByteBuffer in) throws RefusedException {
    if (!in.hasRemaining()) {
      return null;
    }
    switch (in.get(0)) {
      case WELCOME -> {
        in.position(1);
        Hello hello = Hello.read(in);
        in.position(hello == null ? 0 : in.position());
        return hello;
      }
      case REFUSED -> {
        return readRefusal(in);
      }
      default -> throw new MalformedMessageException("not this protocol");
    }
  }

  private @Nullable Hello readRefusal(ByteBuffer in) throws RefusedException {
    if (in.remaining() < 3) {
      return null;
    }
    int length = in.getShort(1);
    if (length < 0 || length > SENTENCE_BYTES_MAX) {
      throw new MalformedMessageException("bad refusal");
    }
    if (in.remaining() < 3 + length) {
      return null;
    }
    String sentence = new String(in.array(), 3, length, StandardCharsets.UTF_8);
    throw new RefusedException("refused by peer", sentence.replaceAll("\\p{Cntrl}", "?"));
  }

  private void checkFits(Hello hello) throws RefusedException {
    if (!hello.network().equals(own.network())) {
      throw refusal("another network", hello.toString());
    }
    int fingerprint = hello.fingerprint();
    if (fingerprint != own.fingerprint() && fingerprint != alsoAccepted) {
      throw refusal("other messages", hello.toString());
    }
    boolean asDialed = hello.address().equals(remote);
    boolean fromThere = hello.address().sameMachine(remote) && hello.address().port() != 0;
    if (dialed ? !asDialed : !fromThere) {
      throw refusal("another address", hello + " at " + remote);
    }
  }

  private RefusedException refusal(String reason, String who) {
    return new RefusedException(reason, own + " refuses " + who + ": " + reason);
  }

  /** What is to be sent first: the hello of the side that dialed, nothing from the other. */
  public byte[] opening() {
    return dialed ? own.toBytes() : NONE;
  }

  /** What is to be sent when the handshake is done: the welcome of the side that was dialed. */
  public byte[] closing() {
    int fingerprint = other == null ? own.fingerprint() : other.fingerprint();
    byte[] hello = new Hello(own.network(), fingerprint, own.address()).toBytes();
    return dialed
        ? NONE
        : ByteBuffer.allocate(1 + hello.length).put((byte) WELCOME).put(hello).array();
  }

  /** Where the other side listens; null until the handshake is done. */
  public @Nullable PeerAddress peer() {
    return other == null ? null : other.address();
  }
}
