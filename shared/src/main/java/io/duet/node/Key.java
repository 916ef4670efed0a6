package io.duet.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The identifier of a content on every overlay: 256 bits, the SHA-256 of its name or manifest. */
public record Key(long a, long b, long c, long d) implements Comparable<Key> {

  /** Bytes of a key on the wire. */
  public static final int BYTES = 32;

  /** The key of the content with this name. */
  public static Key ofName(String name) {
    return of(sha256(name.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The key with these 32 bytes.
   *
   * @throws IllegalArgumentException with a readable message, if there are not exactly 32
   */
  public static Key of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes, but this one has " + bytes.length);
    }
    ByteBuffer longs = ByteBuffer.wrap(bytes);
    return new Key(longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
  }

  /**
   * The key that {@link #toString} writes as this text; upper case is accepted.
   *
   * @throws IllegalArgumentException with a readable message, if it is not 64 hexadecimal digits
   */
  public static Key parse(String hex) {
    if (hex.length() != 2 * BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("a content id has 64 hexadecimal digits");
    }
    return of(HexFormat.of().parseHex(hex));
  }

  /** The 32 bytes of the key. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int hashCode() {
    return (int) (a ^ a >>> 32);
  }

  @Override
  public int compareTo(Key other) {
    int byA = Long.compareUnsigned(a, other.a);
    int byB = byA != 0 ? byA : Long.compareUnsigned(b, other.b);
    int byC = byB != 0 ? byB : Long.compareUnsigned(c, other.c);
    return byC != 0 ? byC : Long.compareUnsigned(d, other.d);
  }

  @Override
  public String toString() {
    return "%016x%016x%016x%016x".formatted(a, b, c, d);
  }
}
