package io.duet.netty;

import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MessageRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The state shared by the connections of one event loop: the codec, the array for received bytes,
 * spare buffers, and the connections to be flushed. They are flushed once per turn of the loop,
 * after all received messages were handled, so that one system call carries many messages.
 */
final class EventLoopContext {
  /** The largest number of bytes per read from a socket. */
  static final int READ_BYTES = 1 << 16;

  static final RecvByteBufAllocator READ_BUFFERS = new FixedRecvByteBufAllocator(READ_BYTES);

  private static final int BUFFER_BYTES_MAX =
      HostSettings.PENDING_BYTES_LIMIT + 2 * KryoCodec.FRAME_BYTES_MAX;
  private static final int SPARE_BUFFERS_MAX = 256;
  private static final int SPARE_BYTES_MAX = 1 << 16;

  final EventLoop loop;
  final KryoCodec codec;
  private final byte[] received = new byte[READ_BYTES];
  private final Deque<FrameBuffer> spare = new ArrayDeque<>();
  private final Runnable flushAll = this::flushAll;
  private List<Connection> dirty = new ArrayList<>();
  private List<Connection> flushing = new ArrayList<>();

  private long nowNanos = System.nanoTime();

  EventLoopContext(EventLoop loop, MessageRegistry registry) {
    this.loop = loop;
    this.codec = new KryoCodec(registry);
  }

  /**
   * The current time, read once for all messages that arrived together: time stands still during a
   * call of the node, as in a simulation.
   */
  long nowNanos() {
    return nowNanos;
  }

  /** Reads the time, before nodes are called. */
  void readClock() {
    nowNanos = System.nanoTime();
  }

  /** Copies at most {@link #READ_BYTES} received bytes into an array, valid until the next call. */
  byte[] copy(ByteBuf arrived, int bytes) {
    arrived.readBytes(received, 0, bytes);
    return received;
  }

  FrameBuffer takeBuffer() {
    FrameBuffer buffer = spare.pollLast();
    return buffer != null ? buffer : new FrameBuffer(BUFFER_BYTES_MAX);
  }

  /** Returns a buffer to the pool, unless it has grown too large. */
  void giveBack(FrameBuffer buffer) {
    if (spare.size() < SPARE_BUFFERS_MAX && buffer.capacity() <= SPARE_BYTES_MAX) {
      buffer.clear();
      spare.addLast(buffer);
    }
  }

  /** Flushes this connection at the end of the loop's turn. */
  void flushLater(Connection connection) {
    if (dirty.isEmpty()) {
      loop.execute(flushAll);
    }
    dirty.add(connection);
  }

  private void flushAll() {
    List<Connection> now = dirty;
    dirty = flushing;
    flushing = now;
    now.forEach(Connection::flush);
    now.clear();
  }
}
