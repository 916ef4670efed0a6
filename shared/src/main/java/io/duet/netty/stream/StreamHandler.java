package io.duet.netty.stream;

import io.duet.transfer.TransferMessage;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the bytes of a stream into frames, and into the bytes that a frame has announced, which are
 * passed on as they arrive. A frame is kept in an array that grows with the bytes that arrive.
 */
abstract class StreamHandler extends ChannelInboundHandlerAdapter {
  /** Reads of 256 KiB: fewer system calls, and a piece is hashed while it is in the cache. */
  static final RecvByteBufAllocator READS = new FixedRecvByteBufAllocator(1 << 18);

  /** Streams on which nothing is sent or received for so long are closed. */
  private static final int IDLE_SECONDS_MAX = 60;

  /** The largest frame, its length field included: one of pieces-held, and a reserve. */
  static final int FRAME_BYTES_MAX = 1 << 19;

  private static final int FRAME_BYTES_AT_FIRST = 256;

  private final KryoCodec codec;
  private final int frameBytesMax;
  private final FrameBuffer out = new FrameBuffer(FRAME_BYTES_MAX);
  private byte[] frame = new byte[FRAME_BYTES_AT_FIRST];
  private int frameBytes; // that have arrived
  private int bytesLeft; // that a frame has announced
  private long arrived; // bytes

  /** A stream of these messages, on which the peer's frames have at most so many bytes. */
  StreamHandler(MessageRegistry messages, int frameBytesMax) {
    this.codec = new KryoCodec(messages);
    this.frameBytesMax = frameBytesMax;
  }

  /** A message of the peer has arrived. */
  abstract void onMessage(ChannelHandlerContext context, TransferMessage message);

  /** Bytes after {@link TransferMessage.BytesFollow} have arrived; they are not kept. */
  abstract void onBytes(ChannelHandlerContext context, ByteBuf bytes, int leftAfterwards);

  /** The number of bytes that have arrived on this stream. */
  final long arrivedBytes() {
    return arrived;
  }

  /** Lets this number of bytes pass before the next frame. */
  final void expectBytes(int bytes) {
    bytesLeft = bytes;
  }

  /** Queues a message for the peer. */
  final void write(ChannelHandlerContext context, TransferMessage message) {
    out.clear();
    codec.encode(out, message);
    context.write(context.alloc().buffer(out.length()).writeBytes(out.array(), 0, out.length()));
  }

  @Override
  public final void channelRead(ChannelHandlerContext context, Object read) {
    ByteBuf in = (ByteBuf) read;
    try {
      arrived += in.readableBytes();
      while (in.isReadable() && context.channel().isActive()) {
        if (bytesLeft > 0) {
          int count = Math.min(bytesLeft, in.readableBytes());
          bytesLeft -= count;
          onBytes(context, in.readSlice(count), bytesLeft);
        } else {
          readFrame(context, in);
        }
      }
    } catch (MalformedMessageException e) {
      context.close();
    } finally {
      in.release();
    }
  }

  private void readFrame(ChannelHandlerContext context, ByteBuf in) {
    int wanted = frameBytes < KryoCodec.LENGTH_BYTES ? KryoCodec.LENGTH_BYTES : length();
    int count = Math.min(wanted - frameBytes, in.readableBytes());
    if (frameBytes + count > frame.length) {
      int grown = Math.min(wanted, 2 * (frameBytes + count));
      frame = Arrays.copyOf(frame, Math.max(grown, frameBytes + count));
    }
    in.readBytes(frame, frameBytes, count);
    frameBytes += count;
    if (frameBytes >= KryoCodec.LENGTH_BYTES && frameBytes == length()) {
      int length = frameBytes - KryoCodec.LENGTH_BYTES;
      frameBytes = 0;
      onMessage(context, (TransferMessage) codec.decode(frame, KryoCodec.LENGTH_BYTES, length));
    }
  }

  /** The bytes of the whole frame, as its first bytes declare them. */
  private int length() {
    int rest = (frame[0] & 0xff) << 24 | (frame[1] & 0xff) << 16;
    rest |= (frame[2] & 0xff) << 8 | (frame[3] & 0xff);
    if (rest < 1 || rest > frameBytesMax - KryoCodec.LENGTH_BYTES) {
      throw new MalformedMessageException("frame too long");
    }
    return rest + KryoCodec.LENGTH_BYTES;
  }

  /** Ends a stream on which no byte has moved for {@value #IDLE_SECONDS_MAX} s. */
  static IdleStateHandler idleLimit() {
    return new IdleStateHandler(true, 0, 0, IDLE_SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
