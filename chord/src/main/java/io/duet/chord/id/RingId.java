package io.duet.chord.id;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Positions on a ring of 2^64 points, held as {@code long} and read as unsigned numbers, whose
 * arithmetic wraps as the ring does. Intervals are the Chord papers': clockwise, and the whole ring
 * when both ends are the same point.
 */
public final class RingId {

  private RingId() {}

  /**
   * The position of a node, which its address decides, so that no peer can choose or forge one: the
   * first 64 bits of the SHA-256 of its IP address and port.
   */
  public static long of(PeerAddress address) {
    byte[] ip = address.rawIp();
    ByteBuffer bytes = ByteBuffer.allocate(ip.length + 2);
    bytes.put(ip).putShort((short) address.port());
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The position of a key: its first 64 bits. */
  public static long of(Key key) {
    return key.a();
  }

  /** How far it is clockwise from one point to another, as an unsigned number. */
  public static long distance(long from, long to) {
    return to - from;
  }

  /** Whether a point lies in (from, to); the whole ring but {@code from} when both are one. */
  public static boolean isBetween(long from, long point, long to) {
    return point != from && (from == to || Long.compareUnsigned(point - from, to - from) < 0);
  }

  /** Whether a point lies in (from, to]; the whole ring when both are one. */
  public static boolean isWithin(long from, long point, long to) {
    return from == to || (point != from && Long.compareUnsigned(point - from, to - from) <= 0);
  }
}
