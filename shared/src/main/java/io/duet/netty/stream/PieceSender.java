package io.duet.netty.stream;

import io.duet.transfer.ContentSource.Region;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import java.util.concurrent.TimeUnit;

/** Sends regions of files on one stream, one at a time, in parts that the upload rate permits. */
final class PieceSender {
  private final UploadRate rate;
  private int reserved; // bytes that may be sent later
  private boolean closed;
  private volatile long progressNanos = System.nanoTime();

  PieceSender(UploadRate rate) {
    this.rate = rate;
  }

  /** When a part was last sent, or allowed to wait for the upload rate; any thread may ask. */
  long progressNanos() {
    return progressNanos;
  }

  /** Sends a region; a file that has become shorter ends the stream. */
  void send(ChannelHandlerContext context, Region region, Runnable whenSent) {
    int bytes = Math.min(region.bytes(), rate.partBytes());
    long delayNanos = rate.reserve(bytes);
    progressNanos = System.nanoTime() + Math.max(0, delayNanos);
    if (delayNanos <= 0) {
      sendPart(context, region, bytes, whenSent);
      return;
    }
    context.flush();
    reserved = bytes;
    context
        .executor()
        .schedule(
            () -> sendReserved(context, region, bytes, whenSent), delayNanos, TimeUnit.NANOSECONDS);
  }

  private void sendReserved(
      ChannelHandlerContext context, Region region, int bytes, Runnable whenSent) {
    if (!closed) {
      reserved = 0;
      sendPart(context, region, bytes, whenSent);
    }
  }

  private void sendPart(
      ChannelHandlerContext context, Region region, int bytes, Runnable whenSent) {
    context
        .writeAndFlush(new DefaultFileRegion(region.file().toFile(), region.offset(), bytes))
        .addListener(
            sent -> {
              progressNanos = System.nanoTime();
              if (!sent.isSuccess()) {
                context.close();
              } else if (bytes < region.bytes()) {
                send(context, rest(region, bytes), whenSent);
              } else {
                whenSent.run();
              }
            });
  }

  private static Region rest(Region region, int sent) {
    return new Region(region.file(), region.offset() + sent, region.bytes() - sent);
  }

  /** Sends nothing more; what was reserved is left to other streams. */
  void close() {
    closed = true;
    rate.giveBack(reserved);
    reserved = 0;
  }
}
