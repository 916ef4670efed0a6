package io.duet.content;

import io.duet.node.Key;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * The size of a content and the SHA-256 of each piece. Pieces have {@value #PIECE_BYTES} bytes, and
 * the last one may be shorter; an empty content has none. Equal contents have equal manifests.
 */
public final class Manifest {
  /** Bytes of a piece; the last one may have fewer. */
  public static final int PIECE_BYTES = 1 << 20;

  /** The largest number of pieces. */
  public static final int PIECES_MAX = 1 << 21;

  /** The largest size of a content in bytes: 2 TiB. */
  public static final long BYTES_MAX = (long) PIECES_MAX * PIECE_BYTES;

  /** Bytes of the hash of a piece. */
  static final int HASH_BYTES = 32;

  private final long bytes;
  private final byte[] hashes;
  private final Key id;

  /**
   * The manifest of a content.
   *
   * @param bytes the size of the content
   * @param hashes the hashes of all pieces in their order; this object takes over the array
   * @throws IllegalArgumentException with a readable message, if size and hashes do not agree
   */
  public Manifest(long bytes, byte[] hashes) {
    if (hashes.length != HASH_BYTES * piecesOf(bytes)) {
      throw new IllegalArgumentException(
          "a content of %,d bytes does not have %,d bytes of hashes"
              .formatted(bytes, hashes.length));
    }
    this.bytes = bytes;
    this.hashes = hashes;
    MessageDigest digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes));
    this.id = Key.of(digest.digest(hashes));
  }

  /**
   * The manifest that {@link #toBytes} wrote as these bytes.
   *
   * @throws IllegalArgumentException with a readable message, if they are not a manifest
   */
  public static Manifest of(byte[] encoded) {
    if (encoded.length < Long.BYTES) {
      throw new IllegalArgumentException("a manifest has at least 8 bytes");
    }
    return new Manifest(
        ByteBuffer.wrap(encoded).getLong(),
        Arrays.copyOfRange(encoded, Long.BYTES, encoded.length));
  }

  /**
   * The number of pieces of a content of this size.
   *
   * @throws IllegalArgumentException with a readable message, if the size is not within 0 and 2 TiB
   */
  public static int piecesOf(long bytes) {
    if (bytes < 0 || bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a content has 0 to %,d bytes, not %,d".formatted(BYTES_MAX, bytes));
    }
    return (int) ((bytes + PIECE_BYTES - 1) / PIECE_BYTES);
  }

  /** The size of the content as 8 bytes, the highest first, and the hashes of its pieces. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(Long.BYTES + hashes.length).putLong(bytes).put(hashes).array();
  }

  /** The id of the content: the SHA-256 of {@link #toBytes}. */
  public Key id() {
    return id;
  }

  /** The size of the content. */
  public long bytes() {
    return bytes;
  }

  /** The number of pieces. */
  public int pieces() {
    return hashes.length / HASH_BYTES;
  }

  /** Where a piece begins in the content, in bytes. */
  public long start(int piece) {
    return (long) Objects.checkIndex(piece, pieces()) * PIECE_BYTES;
  }

  /** The size of a piece. */
  public int pieceBytes(int piece) {
    return (int) Math.min(PIECE_BYTES, bytes - start(piece));
  }

  /** Whether this is the SHA-256 of a piece. */
  public boolean matches(int piece, byte[] hash) {
    int from = Objects.checkIndex(piece, pieces()) * HASH_BYTES;
    return Arrays.equals(hashes, from, from + HASH_BYTES, hash, 0, hash.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest manifest && id.equals(manifest.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "manifest of " + id;
  }
}
