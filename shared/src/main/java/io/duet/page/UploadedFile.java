package io.duet.page;

import io.duet.content.Manifest;
import io.duet.http.BodyReceiver;
import io.duet.http.HttpAnswer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** One upload: a hidden file that gets its name when all its bytes are on disk. */
final class UploadedFile implements BodyReceiver {
  private static final System.Logger LOG = System.getLogger(UploadedFile.class.getName());

  /** Bytes on the disk that uploads leave to the node and its databases. */
  static final long FREE_BYTES_MIN = 256L << 20;

  private static final long CHECKED_BYTES = 16L << 20;

  private record Uploaded(String name, long bytes) {}

  /** What shares the folder of the file. */
  @FunctionalInterface
  interface Sharing {
    void run() throws IOException;
  }

  private final Path unfinished;
  private final Path target;
  private final Sharing sharing;
  private final FreeSpace free;
  private final FileChannel channel;
  private long bytes;
  private long checkedUntil;

  /** Tells the bytes that are free on the disk. */
  @FunctionalInterface
  interface FreeSpace {
    long bytes() throws IOException;
  }

  UploadedFile(Path unfinished, Path target, Sharing sharing, FreeSpace free) throws IOException {
    this.free = free;
    this.unfinished = unfinished;
    this.target = target;
    this.sharing = sharing;
    this.channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
  }

  @Override
  public void receive(byte[] piece) throws IOException {
    bytes += piece.length;
    if (bytes > Manifest.BYTES_MAX) {
      throw new IllegalArgumentException(
          "a file may have at most " + Manifest.BYTES_MAX + " bytes");
    }
    keepSomeFree();
    ByteBuffer left = ByteBuffer.wrap(piece);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  private void keepSomeFree() throws IOException {
    if (bytes > checkedUntil) {
      checkedUntil = bytes + CHECKED_BYTES;
      if (free.bytes() < FREE_BYTES_MIN + CHECKED_BYTES) {
        throw new IOException("the disk is almost full");
      }
    }
  }

  @Override
  public HttpAnswer complete() throws IOException {
    channel.force(true);
    channel.close();
    if (Files.isDirectory(target)) {
      throw new IllegalArgumentException("there is a folder with this name");
    }
    Files.move(
        unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    sharing.run();
    return HttpAnswer.json(201, new Uploaded(target.getFileName().toString(), bytes));
  }

  @Override
  public void abort() {
    try {
      channel.close();
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} remains: {1}", unfinished, e);
    }
  }
}
