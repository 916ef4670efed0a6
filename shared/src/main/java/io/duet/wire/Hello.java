package io.duet.wire;

import io.duet.node.PeerAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first message of each side of a connection, before any frame. On the wire: magic (4 bytes),
 * version (2), length of the rest (2), fingerprint (4), address (7 or 19), and the network's name.
 * Magic, version and length come first in every version, so that versions can refuse each other.
 *
 * @param network the name of the network, 1 to 64 printable ASCII characters
 * @param fingerprint {@link MessageRegistry#fingerprint()}
 * @param address where this side listens
 */
public record Hello(String network, int fingerprint, PeerAddress address) {

  /** The version of the protocol that this code speaks. */
  public static final int VERSION = 1;

  /** The maximum length of a network name. */
  public static final int NETWORK_CHARS_MAX = 64;

  private static final int MAGIC = 'D' << 24 | 'U' << 16 | 'E' << 8 | 'T';
  private static final int PREFIX_BYTES = 8;
  private static final int REST_BYTES_MAX = 4 + 19 + NETWORK_CHARS_MAX;

  /** Refuses a network name that is empty, too long, or not printable ASCII. */
  public Hello {
    if (!isName(network)) {
      throw new IllegalArgumentException(
          "a network's name has 1 to " + NETWORK_CHARS_MAX + " printable ASCII characters");
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= NETWORK_CHARS_MAX
        && name.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** The encoded bytes. */
  public byte[] toBytes() {
    byte[] ip = address.rawIp();
    int rest = 4 + 1 + ip.length + 2 + network.length();
    ByteBuffer bytes = ByteBuffer.allocate(PREFIX_BYTES + rest);
    bytes.putInt(MAGIC).putShort((short) VERSION).putShort((short) rest).putInt(fingerprint);
    bytes.put((byte) ip.length).put(ip).putShort((short) address.port());
    return bytes.put(network.getBytes(StandardCharsets.US_ASCII)).array();
  }

  /**
   * Reads a hello; returns null, without consuming bytes, while it is incomplete.
   *
   * @throws MalformedMessageException if the bytes are no hello of this version
   */
  static @Nullable Hello read(ByteBuffer in) {
    checkMagic(in);
    if (in.remaining() < PREFIX_BYTES) {
      return null;
    }
    int start = in.position();
    check(in.getShort(start + 4) == VERSION, "another protocol version");
    int rest = in.getShort(start + 6);
    check(rest >= 0 && rest <= REST_BYTES_MAX, "bad hello");
    if (in.remaining() < PREFIX_BYTES + rest) {
      return null;
    }
    in.position(start + PREFIX_BYTES + rest);
    return readRest(in.slice(start + PREFIX_BYTES, rest));
  }

  /** Checks the arrived bytes of the magic, so that other protocols are refused at once. */
  private static void checkMagic(ByteBuffer in) {
    for (int i = 0; i < Math.min(4, in.remaining()); i++) {
      check(in.get(in.position() + i) == (byte) (MAGIC >>> (24 - 8 * i)), "not this protocol");
    }
  }

  private static Hello readRest(ByteBuffer in) {
    try {
      int fingerprint = in.getInt();
      PeerAddress address = readAddress(in);
      byte[] name = new byte[in.remaining()];
      in.get(name);
      return new Hello(new String(name, StandardCharsets.ISO_8859_1), fingerprint, address);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedMessageException("bad hello");
    }
  }

  private static PeerAddress readAddress(ByteBuffer in) {
    int length = in.get();
    check(length == 4 || length == 16, "bad hello");
    byte[] ip = new byte[length];
    in.get(ip);
    return PeerAddress.ofBytes(ip, in.getShort() & 0xffff);
  }

  private static void check(boolean right, String reason) {
    if (!right) {
      throw new MalformedMessageException(reason);
    }
  }

  /** The text that identifies this side in a refusal. */
  @Override
  public String toString() {
    return "%s (version %d, network '%s', messages %08x)"
        .formatted(address, VERSION, network, fingerprint);
  }
}
