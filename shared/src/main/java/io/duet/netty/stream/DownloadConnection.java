package io.duet.netty.stream;

import io.duet.content.Manifest;
import io.duet.content.Sha256;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.transfer.PieceSink;
import io.duet.transfer.TransferMessage;
import io.duet.transfer.TransferMessage.Answer;
import io.duet.transfer.TransferMessage.BytesFollow;
import io.duet.transfer.TransferMessage.Notice;
import io.duet.transfer.TransferMessage.PassTurn;
import io.duet.transfer.TransferMessage.PiecesHeld;
import io.duet.transfer.TransferMessage.Question;
import io.duet.transfer.TransferMessage.WantTurn;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream to one provider. Requests may be sent before earlier ones are answered. All methods and
 * callbacks are on the stream's event loop.
 */
public final class DownloadConnection extends StreamHandler {

  /** Receives the reply to one request; exactly one method ends it. */
  interface Receiver {

    /** The reply, if it is not followed by bytes; it ends the request. */
    default void onReply(TransferMessage reply) {
      onFailure();
    }

    /**
     * The number of bytes that follow; false refuses them, which closes the stream.
     *
     * @param bytes 0 or more; if 0, the request has ended
     */
    default boolean onLength(int bytes) {
      return false;
    }

    /**
     * The next bytes, which are not kept; the request ends with the last ones.
     *
     * @param last whether no more follow
     */
    default void onBytes(ByteBuf bytes, boolean last) {}

    /** The stream has ended, or the reply was not of the requested kind. */
    void onFailure();
  }

  private static final byte[] NONE = {};

  private final Peer peer;
  private final Queue<Receiver> receivers = new ArrayDeque<>();
  private Consumer<Notice> onNotice = notice -> {};
  private final MessageDigest digest = Sha256.digest();
  private byte[] bytes = NONE; // of the piece that arrives now
  private Runnable onClosed = () -> {};
  private @Nullable ChannelHandlerContext context;

  DownloadConnection(Peer peer, MessageRegistry messages) {
    super(messages, FRAME_BYTES_MAX);
    this.peer = peer;
  }

  /** The number of bytes that have arrived, in frames and behind them. */
  public long bytesArrived() {
    return arrivedBytes();
  }

  /** The provider. */
  public Peer peer() {
    return peer;
  }

  /** Sets the callbacks for what the provider tells unasked, and for the end of this stream. */
  public void listen(Consumer<Notice> noticed, Runnable closed) {
    onNotice = noticed;
    onClosed = closed;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  private void send(TransferMessage.Request request, Receiver receiver) {
    ChannelHandlerContext open = context;
    if (open == null || !open.channel().isActive()) {
      receiver.onFailure();
      return;
    }
    receivers.add(receiver);
    write(open, request);
    open.flush();
  }

  /** Sends a request that has no reply. */
  private void send(TransferMessage.Request request) {
    ChannelHandlerContext open = context;
    if (open != null && open.channel().isActive()) {
      write(open, request);
      open.flush();
    }
  }

  /** Asks for a turn in which a piece can be requested; the provider grants it by a notice. */
  public void wantTurn(Key id) {
    send(new WantTurn(id));
  }

  /** Leaves a turn to others. */
  public void passTurn(Key id) {
    send(new PassTurn(id));
  }

  /** Requests the manifest of a content; anything else that arrives is a failure. */
  public void getManifest(Key id, Consumer<Manifest> onManifest, Runnable onFailure) {
    send(new TransferMessage.GetManifest(id), new ManifestReceiver(id, onManifest, onFailure));
  }

  /** Requests which pieces of a content the provider holds, now and from now on. */
  public void watchPieces(Key id, Consumer<PiecesHeld> onHeld, Runnable onFailure) {
    send(
        new TransferMessage.WatchPieces(id), ReplyReceiver.of(PiecesHeld.class, onHeld, onFailure));
  }

  /** Asks a question; a refusal is a failure. */
  void ask(Question question, Consumer<Answer> onAnswer, Runnable onFailure) {
    send(question, ReplyReceiver.of(Answer.class, onAnswer, onFailure));
  }

  /** Requests a piece, which the sink takes once it is verified. */
  public void getPiece(Manifest manifest, int piece, PieceSink sink) {
    bytes = bytes.length == 0 ? new byte[Manifest.PIECE_BYTES] : bytes;
    send(
        new TransferMessage.GetPiece(manifest.id(), piece),
        new PieceReceiver(manifest, piece, sink, bytes, digest));
  }

  /** Ends this stream; pending requests fail. */
  public void close() {
    if (context != null) {
      context.close();
    }
  }

  @Override
  void onMessage(ChannelHandlerContext open, TransferMessage message) {
    if (message instanceof Notice notice) {
      onNotice.accept(notice);
      return;
    }
    Receiver receiver = receivers.peek();
    if (receiver == null || !(message instanceof TransferMessage.Reply)) {
      throw new MalformedMessageException("reply to no request");
    }
    if (message instanceof BytesFollow follow) {
      if (!receiver.onLength(follow.bytes())) {
        open.close();
        return;
      }
      expectBytes(follow.bytes());
    }
    if (!(message instanceof BytesFollow follow && follow.bytes() > 0)) {
      receivers.remove();
      if (!(message instanceof BytesFollow)) {
        receiver.onReply(message);
      }
    }
  }

  @Override
  void onBytes(ChannelHandlerContext open, ByteBuf bytes, int leftAfterwards) {
    Receiver receiver = leftAfterwards == 0 ? receivers.remove() : receivers.element();
    receiver.onBytes(bytes, leftAfterwards == 0);
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    Queue<Receiver> pending = new ArrayDeque<>(receivers);
    receivers.clear();
    pending.forEach(Receiver::onFailure);
    onClosed.run();
  }
}
