package io.duet.netty;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.wire.FrameBuffer;
import io.duet.wire.FrameDecoder;
import io.duet.wire.Handshake;
import io.duet.wire.Handshake.RefusedException;
import io.duet.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a peer, used in both directions.
 *
 * <p>It connects, exchanges the handshake, carries frames, and ends in one of three ways. With a
 * goodbye, this side keeps reading until the peer closes, so that no message in flight is lost.
 * With a refusal, it sends the reason and discards further input, because a close with unread bytes
 * would reset the connection and lose the reason. Otherwise it ends abruptly.
 *
 * <p>Invariants: all calls are on the event loop of its host; a method that the host calls never
 * calls back into the node.
 */
final class Connection extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink {
  private enum Phase {
    CONNECTING,
    GREETING,
    OPEN,
    REFUSED,
    CLOSED
  }

  private static final System.Logger LOG = System.getLogger(Connection.class.getName());

  private final NettyHost host;
  private final ConnectionPool pool;
  private final EventLoopContext wire;
  private final Handshake handshake;
  private final FrameDecoder decoder;
  private final Channel channel;
  final boolean dialed;
  Peer peer; // an accepted one's remote socket until it has said hello
  private Phase phase = Phase.CONNECTING;
  boolean leaving;
  private boolean flushScheduled;
  long lastUsedNanos = System.nanoTime();
  private @Nullable FrameBuffer out;
  private @Nullable Future<?> deadline;

  /** A connection over a channel that was opened to this peer, or accepted from this socket. */
  Connection(NettyHost host, ConnectionPool pool, Channel channel, Peer remote, boolean dialed) {
    this.host = host;
    this.pool = pool;
    this.wire = host.wire;
    this.channel = channel;
    this.peer = remote;
    this.dialed = dialed;
    this.handshake = new Handshake(pool.hello(), remote.address(), dialed);
    StreamAcceptor streams = host.streams();
    if (streams != null && !dialed) {
      handshake.alsoAccept(streams.fingerprint());
    }
    this.decoder = new FrameDecoder(wire.codec, this);
  }

  /** Queues a message for the end of the loop's turn; returns its bytes, 0 if dropped. */
  int send(Message message) {
    FrameBuffer buffer = buffer();
    if (buffer.length() >= host.settings.pendingBytesMax) {
      host.dropped("peer too slow");
      return 0;
    }
    int bytes = wire.codec.encode(buffer, message);
    if (bytes == 0) {
      host.dropped("message too long");
    }
    flushLater();
    return bytes;
  }

  private FrameBuffer buffer() {
    FrameBuffer buffer = out;
    if (buffer == null) {
      buffer = wire.takeBuffer();
      out = buffer;
    }
    return buffer;
  }

  private void flushLater() {
    if (!flushScheduled && mayWrite()) {
      flushScheduled = true;
      wire.flushLater(this);
    } else if (out != null && out.length() >= EventLoopContext.READ_BYTES) {
      flush();
    }
  }

  /** The opening side may send frames right after its hello; the other one replies to it first. */
  private boolean mayWrite() {
    return phase == Phase.OPEN || dialed && phase == Phase.GREETING;
  }

  /** Writes all waiting frames to the socket as one buffer, if the socket is writable. */
  void flush() {
    flushScheduled = false;
    FrameBuffer buffer = out;
    if (buffer != null && buffer.length() > 0 && mayWrite() && channel.isWritable()) {
      out = null;
      lastUsedNanos = wire.nowNanos();
      write(buffer.array(), buffer.length());
      wire.giveBack(buffer);
    }
  }

  private void write(byte[] bytes, int length) {
    if (length > 0) {
      ByteBuf copy = channel.alloc().directBuffer(length).writeBytes(bytes, 0, length);
      channel.writeAndFlush(copy, channel.voidPromise());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    flush();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    phase = Phase.GREETING;
    byte[] opening = handshake.opening();
    write(opening, opening.length);
    endAfterDeadline(leaving ? null : "late handshake");
    flush();
  }

  private void endAfterDeadline(@Nullable String reason) {
    cancelDeadline();
    long nanos = host.settings.handshakeDeadline.toNanos();
    deadline = wire.loop.schedule(() -> end(reason), nanos, TimeUnit.NANOSECONDS);
  }

  private void end(@Nullable String reason) {
    if (reason != null) {
      host.refused(peer, reason);
    }
    channel.close();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf arrived = (ByteBuf) message;
    try {
      wire.readClock();
      lastUsedNanos = wire.nowNanos();
      while (arrived.isReadable() && (phase == Phase.GREETING || phase == Phase.OPEN)) {
        int bytes = Math.min(arrived.readableBytes(), EventLoopContext.READ_BYTES);
        take(wire.copy(arrived, bytes), bytes);
      }
    } finally {
      arrived.release();
    }
  }

  private void take(byte[] bytes, int length) {
    try {
      int used = phase == Phase.GREETING ? greet(bytes, length) : 0;
      if (phase == Phase.OPEN) {
        decoder.accept(bytes, used, length - used);
      }
    } catch (RefusedException e) {
      refuse(e);
    } catch (MalformedMessageException e) {
      end(String.valueOf(e.getMessage()));
    }
  }

  private int greet(byte[] bytes, int length) throws RefusedException {
    int used = handshake.accept(bytes, 0, length);
    PeerAddress announced = handshake.peer();
    if (announced != null) {
      peer = Peer.at(announced);
      phase = Phase.OPEN;
      byte[] closing = handshake.closing();
      write(closing, closing.length);
      StreamAcceptor streams = host.streams();
      if (handshake.isOther() && streams != null) {
        handOver(streams, Arrays.copyOfRange(bytes, used, length));
        return length;
      }
      if (!leaving) {
        cancelDeadline();
        pool.opened(this);
      }
      flush();
    }
    return used;
  }

  /** Gives the channel away, so that nothing of it is left here. */
  private void handOver(StreamAcceptor streams, byte[] rest) {
    channel.config().setAutoRead(false);
    channel.pipeline().remove(this);
    closed();
    channel
        .deregister()
        .addListener(
            free -> {
              if (free.isSuccess()) {
                streams.accept(channel, peer, rest);
              } else {
                channel.close();
              }
            });
  }

  private void refuse(RefusedException refusal) {
    phase = Phase.REFUSED;
    host.refused(peer, refusal.reason());
    boolean isNew = dialed && pool.isNewRefusal(peer, refusal.reason());
    LOG.log(isNew ? Level.WARNING : Level.DEBUG, refusal.getMessage());
    if (dialed) {
      channel.close();
    } else {
      endAfterDeadline(null);
      ByteBuf sentence = channel.alloc().buffer().writeBytes(refusal.toBytes());
      channel
          .writeAndFlush(sentence)
          .addListener(done -> ((DuplexChannel) channel).shutdownOutput());
    }
  }

  @Override
  public boolean onMessage(Message message, int frameBytes) {
    host.deliver(peer, message, frameBytes);
    return phase == Phase.OPEN;
  }

  @Override
  public void onGoodbye() {
    pool.forget(this);
    flush();
    channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
    endAfterDeadline(null);
  }

  /** Sends waiting frames and a goodbye, and closes when the peer does, or at the deadline. */
  void leave() {
    pool.forget(this);
    if (!leaving && (dialed || phase == Phase.OPEN)) {
      leaving = true;
      buffer().addGoodbye();
      flush();
      endAfterDeadline(null);
    } else if (!leaving) {
      channel.close();
    }
  }

  /** Ends an unused connection; a peer that has not read for the idle time counts as dead. */
  void endIfIdle(long idleNanos) {
    boolean settled = deadline == null && phase == Phase.OPEN; // and no side has said goodbye
    if (settled && wire.nowNanos() - lastUsedNanos >= idleNanos) {
      if (out != null && out.length() > 0 || !channel.isWritable()) {
        giveUp();
      } else {
        leave();
      }
    }
  }

  /** Closes at once, as if the peer had disappeared. */
  void giveUp() {
    channel.close();
    closed();
  }

  /** Closes at once with a reset. */
  void abort() {
    pool.forget(this);
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // it is closed already
    }
    giveUp();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closed();
  }

  /** Releases everything that this connection holds; also called if it could not be opened. */
  void closed() {
    phase = Phase.CLOSED;
    cancelDeadline();
    if (out != null) {
      wire.giveBack(out);
      out = null;
    }
    pool.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    channel.close();
  }
}
