package io.duet.chord.ring;

import io.duet.chord.id.RingPeer;
import org.jspecify.annotations.Nullable;

/**
 * The fingers of a member in base b: for every level i and digit j from 1 to b - 1, the first known
 * member at or after self + j * b^i (base 2: SIGCOMM 2001, section 4.3). Fingers are numbered by
 * distance. Only those whose start lies beyond the successor are stored, about (b - 1) log_b N;
 * every lower one is the successor.
 */
final class FingerTable implements RouteSource {
  private static final @Nullable RingPeer[] NONE = new @Nullable RingPeer[0];

  private final byte digitBits;
  private @Nullable RingPeer[] stored = NONE; // the highest ones

  /**
   * An empty table.
   *
   * @param digitBits the base-2 logarithm of the base, from 1 to 7
   */
  FingerTable(int digitBits) {
    this.digitBits = (byte) digitBits;
  }

  /** The number of fingers in a ring without gaps; indices are below this. */
  int limit() {
    int top = (Long.SIZE - 1) / digitBits;
    return top * digits() + (1 << (Long.SIZE - digitBits * top)) - 1;
  }

  private int digits() {
    return (1 << digitBits) - 1;
  }

  /** The distance from the member to the start of this finger's interval. */
  long span(int index) {
    return (index % digits() + 1L) << (digitBits * (index / digits()));
  }

  /** The highest finger whose start is at most {@code distance} away, unsigned and at least 1. */
  int indexWithin(long distance) {
    int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(distance)) / digitBits;
    return level * digits() + (int) (distance >>> (digitBits * level)) - 1;
  }

  /** The lowest stored finger. */
  int lowest() {
    return limit() - stored.length;
  }

  /** The number of stored fingers. */
  int count() {
    return stored.length;
  }

  /** The finger of this index; null if unknown or not stored. */
  @Nullable RingPeer get(int index) {
    int place = index - lowest();
    return place < 0 ? null : stored[place];
  }

  /** Sets a finger if its index is stored. */
  void set(int index, @Nullable RingPeer peer) {
    int place = index - lowest();
    if (place >= 0) {
      stored[place] = peer;
    }
  }

  /** Stores only fingers whose start lies beyond {@code distance}; none if that is 0. */
  void keepBeyond(long distance) {
    int count = distance == 0 ? 0 : limit() - 1 - indexWithin(distance);
    if (count != stored.length) {
      @Nullable RingPeer[] fitting = new @Nullable RingPeer[count];
      int same = Math.min(count, stored.length);
      System.arraycopy(stored, stored.length - same, fitting, count - same, same);
      stored = fitting;
    }
  }

  /** Clears the fingers that refer to this peer; returns false if none does. */
  @Override
  public boolean forget(RingPeer peer) {
    boolean known = false;
    for (int i = 0; i < stored.length; i++) {
      if (peer.equals(stored[i])) {
        stored[i] = null;
        known = true;
      }
    }
    return known;
  }

  /** The nearest known finger other than {@code dead}; null if there is none. */
  @Nullable RingPeer nearestBut(RingPeer dead) {
    for (RingPeer finger : stored) {
      if (finger != null && !finger.equals(dead)) {
        return finger;
      }
    }
    return null;
  }

  @Override
  public void offerWithin(ClosestPreceding closest) {
    int highest = indexWithin(closest.limit()) - lowest();
    for (int i = Math.min(highest, stored.length - 1); i >= 0; i--) {
      RingPeer finger = stored[i];
      if (finger != null && !closest.offer(finger)) {
        return;
      }
    }
  }
}
