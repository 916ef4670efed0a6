package io.duet.chord.id;

import io.duet.node.Key;
import io.duet.node.PeerId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Arithmetic on ring ids: positions on a ring of 2^64 points, held in a {@code long} as unsigned
 * numbers. Intervals are the Chord papers': clockwise, and the whole ring if both ends are equal.
 */
public final class RingId {

  private RingId() {}

  /**
   * The position of a peer: the first 64 bits of the SHA-256 of its id, so that no peer can claim
   * the position of another.
   */
  public static long of(PeerId id) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.bytes());
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The position of a key: its first 64 bits. */
  public static long of(Key key) {
    return key.a();
  }

  /** The clockwise distance from one point to another, unsigned. */
  public static long distance(long from, long to) {
    return to - from;
  }

  /** Whether a point lies in (from, to); the whole ring except {@code from} if both are equal. */
  public static boolean isBetween(long from, long point, long to) {
    return point != from && (from == to || Long.compareUnsigned(point - from, to - from) < 0);
  }

  /** Whether a point lies in (from, to]; the whole ring if both are equal. */
  public static boolean isWithin(long from, long point, long to) {
    return from == to || (point != from && Long.compareUnsigned(point - from, to - from) <= 0);
  }
}
