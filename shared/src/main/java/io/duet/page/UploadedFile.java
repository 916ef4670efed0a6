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

  private record Uploaded(String name, long bytes) {}

  /** What shares the folder of the file. */
  @FunctionalInterface
  interface Sharing {
    void run() throws IOException;
  }

  private final Path unfinished;
  private final Path target;
  private final Sharing sharing;
  private final FileChannel channel;
  private long bytes;

  UploadedFile(Path unfinished, Path target, Sharing sharing) throws IOException {
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
    ByteBuffer left = ByteBuffer.wrap(piece);
    while (left.hasRemaining()) {
      channel.write(left);
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
