package io.duet.netty.stream;

import io.duet.content.Manifest;
import io.duet.content.Sha256;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.transfer.PieceSink;
import io.duet.transfer.TransferMessage;
import io.duet.transfer.TransferMessage.BytesFollow;
import io.duet.transfer.TransferMessage.Contents;
import io.duet.transfer.TransferMessage.PieceGained;
import io.duet.transfer.TransferMessage.PiecesHeld;
import io.duet.wire.Handshake;
import io.duet.wire.Handshake.RefusedException;
import io.duet.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
  private Consumer<PieceGained> onGained = gained -> {};
  private final MessageDigest digest = Sha256.digest();
  private byte[] bytes = NONE; // of the piece that arrives now
  private Runnable onClosed = () -> {};
  private @Nullable ChannelHandlerContext context;

  DownloadConnection(Peer peer) {
    this.peer = peer;
  }

  /** The provider. */
  public Peer peer() {
    return peer;
  }

  /** Sets the callbacks for pieces that the provider gains, and for the end of this stream. */
  public void listen(Consumer<PieceGained> gained, Runnable closed) {
    onGained = gained;
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

  /** Requests the manifest of a content; anything else that arrives is a failure. */
  public void getManifest(Key id, Consumer<Manifest> onManifest, Runnable onFailure) {
    send(new TransferMessage.GetManifest(id), new ManifestReceiver(id, onManifest, onFailure));
  }

  /** Requests which pieces of a content the provider holds, now and from now on. */
  public void watchPieces(Key id, Consumer<PiecesHeld> onHeld, Runnable onFailure) {
    send(
        new TransferMessage.WatchPieces(id), ReplyReceiver.of(PiecesHeld.class, onHeld, onFailure));
  }

  /** Requests the contents that the provider offers under a name. */
  public void findContents(ContentName name, Consumer<Contents> onContents, Runnable onFailure) {
    send(
        new TransferMessage.FindContents(name),
        ReplyReceiver.of(Contents.class, onContents, onFailure));
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
    if (message instanceof PieceGained gained) {
      onGained.accept(gained);
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

  /** Exchanges the handshake on a new connection, and then hands it to a stream. */
  static final class Greeting extends ChannelInboundHandlerAdapter {
    private final Handshake handshake;
    private final DownloadConnection stream;
    private final Consumer<@Nullable Throwable> whenDone;
    private boolean done;

    Greeting(
        Handshake handshake, DownloadConnection stream, Consumer<@Nullable Throwable> whenDone) {
      this.handshake = handshake;
      this.stream = stream;
      this.whenDone = whenDone;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.writeAndFlush(Unpooled.wrappedBuffer(handshake.opening()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object arrived) throws Exception {
      ByteBuf in = (ByteBuf) arrived;
      try {
        byte[] bytes = new byte[in.readableBytes()];
        in.getBytes(in.readerIndex(), bytes);
        int used = handshake.accept(bytes, 0, bytes.length);
        if (handshake.peer() != null) {
          opened(context, in.skipBytes(used));
        }
      } finally {
        in.release();
      }
    }

    private void opened(ChannelHandlerContext context, ByteBuf rest) {
      Channel channel = context.channel();
      channel.pipeline().addLast(stream);
      channel.pipeline().remove(this);
      end(null);
      if (rest.isReadable()) {
        channel.pipeline().fireChannelRead(rest.readRetainedSlice(rest.readableBytes()));
      }
    }

    private void end(@Nullable Throwable problem) {
      if (!done) {
        done = true;
        whenDone.accept(problem);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end(new MalformedMessageException("closed before the handshake ended"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      end(
          cause instanceof RefusedException
              ? cause
              : new MalformedMessageException("bad handshake"));
      context.close();
    }
  }
}
