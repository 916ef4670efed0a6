package io.duet.netty.stream;

import io.duet.transfer.ContentSource.Region;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends regions of files on one stream, one at a time, in parts that the upload rate permits. The
 * file stays open meanwhile, because a finished download moves its file.
 */
final class PieceSender {
  private final UploadRate rate;
  private @Nullable FileChannel file;
  private int reserved; // bytes that may be sent later
  private boolean closed;
  private long sentBytes; // in parts that are complete
  private @Nullable Part part; // that is being sent
  private long seenBytes;
  private volatile long progressNanos = System.nanoTime();

  PieceSender(UploadRate rate) {
    this.rate = rate;
  }

  /** When a part was last sent, or allowed to wait for the upload rate; any thread may ask. */
  long progressNanos() {
    return progressNanos;
  }

  /** Whether bytes were sent since the last call, or wait for the upload rate. */
  boolean hasMoved() {
    long bytes = sentBytes + (part == null ? 0 : part.transferred());
    boolean moved = reserved > 0 || bytes != seenBytes;
    seenBytes = bytes;
    return moved;
  }

  /** Opens the file of a region that is to be sent; false if that is not possible. */
  boolean open(Region region) {
    try {
      file = FileChannel.open(region.file(), StandardOpenOption.READ);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a region of the open file; one that has become shorter ends the stream. */
  void send(ChannelHandlerContext context, long offset, int left, Runnable whenSent) {
    int bytes = Math.min(left, rate.partBytes());
    long delayNanos = rate.reserve(bytes);
    progressNanos = System.nanoTime() + Math.max(0, delayNanos);
    Runnable part = () -> sendPart(context, offset, bytes, left - bytes, whenSent);
    if (delayNanos <= 0) {
      part.run();
      return;
    }
    context.flush();
    reserved = bytes;
    context.executor().schedule(() -> sendReserved(part), delayNanos, TimeUnit.NANOSECONDS);
  }

  private void sendReserved(Runnable part) {
    if (!closed) {
      reserved = 0;
      part.run();
    }
  }

  private void sendPart(
      ChannelHandlerContext context, long offset, int bytes, int left, Runnable whenSent) {
    FileChannel open = file;
    if (open == null) {
      return;
    }
    Part sending = new Part(open, offset, bytes);
    part = sending;
    context
        .writeAndFlush(sending)
        .addListener(
            sent -> {
              part = null;
              sentBytes += sending.transferred();
              progressNanos = System.nanoTime();
              if (!sent.isSuccess()) {
                context.close();
              } else if (left > 0) {
                send(context, offset + bytes, left, whenSent);
              } else {
                closeFile();
                whenSent.run();
              }
            });
  }

  /** A part of a file that stays open when the part is sent. */
  private static final class Part extends DefaultFileRegion {
    Part(FileChannel file, long offset, int bytes) {
      super(file, offset, bytes);
    }

    @Override
    protected void deallocate() {}
  }

  private void closeFile() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // it was only read
    }
    file = null;
  }

  /** Sends nothing more; what was reserved is left to other streams. */
  void close() {
    closed = true;
    rate.giveBack(reserved);
    reserved = 0;
    closeFile();
  }
}
