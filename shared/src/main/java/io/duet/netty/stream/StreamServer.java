package io.duet.netty.stream;

import io.duet.netty.StreamAcceptor;
import io.duet.transfer.ContentSource;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the streams that peers open, on threads of their own and up to a number. */
final class StreamServer implements StreamAcceptor {
  private final EventLoopGroup loops;
  private final ContentSource source;
  private final UploadRate rate;
  private final int servedMax;
  private final AtomicInteger served = new AtomicInteger();

  StreamServer(EventLoopGroup loops, ContentSource source, UploadRate rate, int servedMax) {
    this.loops = loops;
    this.source = source;
    this.rate = rate;
    this.servedMax = servedMax;
  }

  @Override
  public int fingerprint() {
    return StreamHandler.MESSAGES.fingerprint();
  }

  @Override
  public void accept(Channel channel, byte[] rest) {
    if (served.incrementAndGet() > servedMax) {
      served.decrementAndGet();
      channel.unsafe().closeForcibly(); // it belongs to no loop
      return;
    }
    channel.closeFuture().addListener(closed -> served.decrementAndGet());
    loops
        .register(channel)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                serve(channel, rest);
              } else {
                channel.unsafe().closeForcibly();
              }
            });
  }

  private void serve(Channel channel, byte[] rest) {
    channel
        .pipeline()
        .addLast(new IdleStateHandler(0, 0, StreamHandler.IDLE_SECONDS_MAX))
        .addLast(new UploadConnection(source, rate));
    if (rest.length > 0) {
      channel.pipeline().fireChannelRead(channel.alloc().buffer().writeBytes(rest));
    }
    channel.config().setAutoRead(true);
  }
}
