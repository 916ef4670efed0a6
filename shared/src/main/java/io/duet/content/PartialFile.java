package io.duet.content;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A download in progress: a hidden, sparse file beside its destination. Which pieces are complete
 * follows from the file alone, which is hashed when it is opened, so a crash at any moment costs at
 * most the pieces that were being written. Threads may write different pieces at once; for each
 * piece there is one writer at a time.
 */
public final class PartialFile implements Closeable {
  private static final byte[] HOLE = new byte[Manifest.PIECE_BYTES];
  private static final byte[] HASH_OF_HOLE = Sha256.digest().digest(HOLE);

  private final Destination destination;
  private final Manifest manifest;
  private final Path path;
  private final FileChannel channel;
  private final BitSet complete = new BitSet();

  private PartialFile(Destination destination, Path path, FileChannel channel) {
    this.destination = destination;
    this.manifest = destination.manifest();
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens the partial file of a destination, or creates it and the folders above it. All its bytes
   * are hashed first.
   *
   * @throws IOException with a readable message, if it is already open, here or in another process
   */
  public static PartialFile open(Destination destination) throws IOException {
    Path path = destination.partialFile();
    if (!Files.isDirectory(destination.folder())) {
      Files.createDirectories(destination.folder());
    }
    PartialFile file = new PartialFile(destination, path, channelOf(path));
    try {
      file.lock();
      file.verify();
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Deletes the partial file of a destination, if there is one that no download writes.
   *
   * @throws IOException if it cannot be deleted
   */
  public static void delete(Destination destination) throws IOException {
    Path path = destination.partialFile();
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      PartialFile file = new PartialFile(destination, path, channelOf(path));
      try (file) {
        file.lock();
        file.discard();
      }
    }
  }

  private static FileChannel channelOf(Path path) throws IOException {
    try {
      return FileChannel.open(
          path,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.SPARSE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      return FileChannel.open(
          path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** The lock ends with the channel. */
  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // this process has it
    }
    throw new IOException(path + " is being written by another download");
  }

  private void verify() throws IOException {
    if (channel.size() > manifest.bytes()) {
      channel.truncate(manifest.bytes());
    }
    byte[] bytes = new byte[Manifest.PIECE_BYTES];
    for (int piece = 0; piece < manifest.pieces() && isWritten(piece); piece++) {
      if (manifest.matches(piece, hashOnDisk(piece, bytes))) {
        complete.set(piece);
      }
    }
  }

  /** Whether the file is long enough to have all of a piece. */
  private boolean isWritten(int piece) throws IOException {
    return manifest.start(piece) + manifest.pieceBytes(piece) <= channel.size();
  }

  private byte[] hashOnDisk(int piece, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, manifest.pieceBytes(piece));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, manifest.start(piece) + buffer.position()) < 0) {
        throw new FileChangedException(path);
      }
    }
    if (buffer.limit() == HOLE.length && Arrays.equals(bytes, HOLE)) {
      return HASH_OF_HOLE; // five times as fast as hashing what was never written
    }
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, 0, buffer.limit());
    return digest.digest();
  }

  /** The hidden file, of which complete pieces may be read. */
  public Path path() {
    return path;
  }

  /**
   * Writes bytes of a piece that is not complete.
   *
   * @param offset where they begin in the piece
   * @throws IllegalArgumentException if they exceed the piece, or the piece is complete
   * @throws IOException if they cannot be written, as when the disk is full
   */
  public void write(int piece, int offset, ByteBuffer bytes) throws IOException {
    if (offset < 0 || bytes.remaining() > manifest.pieceBytes(piece) - offset) {
      throw new IllegalArgumentException("these bytes exceed piece " + piece);
    }
    if (isComplete(piece)) {
      throw new IllegalArgumentException("piece " + piece + " is complete");
    }
    for (long at = manifest.start(piece) + offset; bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }

  /** Makes a piece complete if this is the hash of all that was written; false if it is wrong. */
  public synchronized boolean complete(int piece, byte[] hash) {
    boolean right = manifest.matches(piece, hash);
    if (right) {
      complete.set(piece);
    }
    return right;
  }

  /** Whether a piece is complete. */
  public synchronized boolean isComplete(int piece) {
    return complete.get(piece);
  }

  /** Whether all pieces are complete. */
  public synchronized boolean isComplete() {
    return complete.cardinality() == manifest.pieces();
  }

  /** A copy of the set of complete pieces. */
  public synchronized BitSet completePieces() {
    return (BitSet) complete.clone();
  }

  /**
   * Forces a complete file to the disk and moves it to its destination, or to the first free name
   * after it. A file that is there already is never replaced; one of equal content is kept as the
   * result.
   *
   * @return the final path
   * @throws IllegalStateException if a piece is missing
   * @throws IOException if a step fails; the partial file remains, so the call can be repeated
   *     after it was opened again
   */
  public Path finish() throws IOException {
    if (!isComplete()) {
      throw new IllegalStateException("a download without all its pieces is not finished");
    }
    channel.force(true);
    channel.close();
    return destination.place(path);
  }

  /** Gives the download up: deletes the partial file. */
  public void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  /** Closes the partial file, to be opened again later. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
