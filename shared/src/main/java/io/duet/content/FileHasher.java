package io.duet.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Reads a file once, from its start to its end, and hashes its pieces. */
public final class FileHasher {
  private static final int BUFFER_BYTES = 1 << 17;

  private final FileChannel channel;
  private final LongConsumer progress;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final MessageDigest digest = Sha256.digest();

  private FileHasher(FileChannel channel, LongConsumer progress) {
    this.channel = channel;
    this.progress = progress;
  }

  /**
   * Hashes a file; an interrupt of the thread cancels it with a {@link
   * java.nio.channels.ClosedByInterruptException}.
   *
   * @param progress receives the number of bytes read so far, after each piece
   * @throws FileChangedException if the file changed in the meantime
   * @throws IOException if it cannot be read, is larger than 2 TiB, or is not a regular file
   */
  public static HashedFile hash(Path file, LongConsumer progress) throws IOException {
    FileStamp before = FileStamp.of(file);
    if (before.bytes() > Manifest.BYTES_MAX) {
      throw new IOException(file + " is larger than 2 TiB");
    }
    HashedFile hashed = new HashedFile(before, read(file, before.bytes(), progress));
    if (!FileStamp.of(file).equals(before)) {
      throw new FileChangedException(file);
    }
    return hashed;
  }

  private static Manifest read(Path file, long bytes, LongConsumer progress) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      FileHasher hasher = new FileHasher(channel, progress);
      byte[] hashes = new byte[Manifest.HASH_BYTES * Manifest.piecesOf(bytes)];
      for (long start = 0; start < bytes; start += Manifest.PIECE_BYTES) {
        if (!hasher.hashPiece((int) Math.min(Manifest.PIECE_BYTES, bytes - start), hashes, start)) {
          throw new FileChangedException(file);
        }
      }
      return new Manifest(bytes, hashes);
    }
  }

  /** Hashes the next piece; false if the file ends before. */
  private boolean hashPiece(int bytes, byte[] hashes, long start) throws IOException {
    for (int left = bytes; left > 0; left -= buffer.position()) {
      buffer.clear().limit(Math.min(left, BUFFER_BYTES));
      if (channel.read(buffer) < 0) {
        return false;
      }
      digest.update(buffer.array(), 0, buffer.position());
    }
    putDigest(hashes, (int) (start / Manifest.PIECE_BYTES) * Manifest.HASH_BYTES);
    progress.accept(start + bytes);
    return true;
  }

  private void putDigest(byte[] hashes, int at) {
    try {
      digest.digest(hashes, at, Manifest.HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("the hash of a piece has 32 bytes", e);
    }
  }
}
