package io.duet.netty.stream;

import io.duet.wire.Handshake;
import io.duet.wire.Handshake.RefusedException;
import io.duet.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Exchanges the handshake on a new connection, within {@value #SECONDS_MAX} s, and then hands it to
 * a stream.
 */
final class Greeting extends ChannelInboundHandlerAdapter {
  static final int SECONDS_MAX = 3;

  private final Handshake handshake;
  private final DownloadConnection stream;
  private final CompletableFuture<DownloadConnection> opened;

  Greeting(
      Handshake handshake,
      DownloadConnection stream,
      CompletableFuture<DownloadConnection> opened) {
    this.handshake = handshake;
    this.stream = stream;
    this.opened = opened;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(handshake.opening()));
    context.executor().schedule(() -> endIfLate(context), SECONDS_MAX, TimeUnit.SECONDS);
  }

  private void endIfLate(ChannelHandlerContext context) {
    if (!context.isRemoved()) {
      fail(context, new MalformedMessageException("no handshake in time"));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object arrived) throws Exception {
    ByteBuf in = (ByteBuf) arrived;
    try {
      byte[] bytes = new byte[in.readableBytes()];
      in.getBytes(in.readerIndex(), bytes);
      int used = handshake.accept(bytes, 0, bytes.length);
      if (handshake.peer() != null) {
        open(context, in.skipBytes(used));
      }
    } finally {
      in.release();
    }
  }

  private void open(ChannelHandlerContext context, ByteBuf rest) {
    Channel channel = context.channel();
    channel.pipeline().addLast(stream);
    channel.pipeline().remove(this);
    if (!opened.complete(stream)) {
      channel.close(); // nobody waits for it any longer
    } else if (rest.isReadable()) {
      channel.pipeline().fireChannelRead(rest.readRetainedSlice(rest.readableBytes()));
    }
  }

  private void fail(ChannelHandlerContext context, Throwable problem) {
    opened.completeExceptionally(problem);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(context, new MalformedMessageException("closed before the handshake ended"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(
        context,
        cause instanceof RefusedException ? cause : new MalformedMessageException("bad handshake"));
  }
}
