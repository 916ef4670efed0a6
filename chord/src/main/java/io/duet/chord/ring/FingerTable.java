package io.duet.chord.ring;

import io.duet.chord.id.RingPeer;
import org.jspecify.annotations.Nullable;

/**
 * A member's fingers in a base b: for every level i and digit j from 1 to b - 1, the first member
 * known at or after self + j * b^i (base 2: SIGCOMM 2001, section 4.3). Fingers are numbered in the
 * order of their distance; only those whose start lies beyond the successor are kept, about (b - 1)
 * log_b N of them; every lower one is the successor.
 */
final class FingerTable implements RouteSource {
  private static final @Nullable RingPeer[] NONE = new @Nullable RingPeer[0];

  private final byte digitBits;
  private @Nullable RingPeer[] kept = NONE; // the highest ones

  /**
   * An empty table.
   *
   * @param digitBits the base's logarithm to 2, from 1 to 7
   */
  FingerTable(int digitBits) {
    this.digitBits = (byte) digitBits;
  }

  /** How many fingers a ring without gaps would need; indices are below this. */
  int limit() {
    int top = (Long.SIZE - 1) / digitBits;
    return top * digits() + (1 << (Long.SIZE - digitBits * top)) - 1;
  }

  private int digits() {
    return (1 << digitBits) - 1;
  }

  /** How far the start of this finger's interval is from the member itself. */
  long span(int index) {
    return (index % digits() + 1L) << (digitBits * (index / digits()));
  }

  /** The highest finger whose start is at most this far, an unsigned distance of at least 1. */
  int indexWithin(long distance) {
    int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(distance)) / digitBits;
    return level * digits() + (int) (distance >>> (digitBits * level)) - 1;
  }

  /** The lowest finger that is kept. */
  int lowest() {
    return limit() - kept.length;
  }

  /** How many fingers are kept. */
  int count() {
    return kept.length;
  }

  /** The finger of this index; null when it is not known or not kept. */
  @Nullable RingPeer get(int index) {
    int place = index - lowest();
    return place < 0 ? null : kept[place];
  }

  /** Sets a finger if its index is kept. */
  void set(int index, @Nullable RingPeer peer) {
    int place = index - lowest();
    if (place >= 0) {
      kept[place] = peer;
    }
  }

  /** Keeps the fingers whose start lies beyond this distance; none when it is 0. */
  void keepBeyond(long distance) {
    int count = distance == 0 ? 0 : limit() - 1 - indexWithin(distance);
    if (count != kept.length) {
      @Nullable RingPeer[] fitting = new @Nullable RingPeer[count];
      int same = Math.min(count, kept.length);
      System.arraycopy(kept, kept.length - same, fitting, count - same, same);
      kept = fitting;
    }
  }

  /** Empties the fingers that are this peer; false if none is. */
  @Override
  public boolean forget(RingPeer peer) {
    boolean known = false;
    for (int i = 0; i < kept.length; i++) {
      if (peer.equals(kept[i])) {
        kept[i] = null;
        known = true;
      }
    }
    return known;
  }

  /** The nearest finger known but this one; null when there is none. */
  @Nullable RingPeer nearestBut(RingPeer dead) {
    for (RingPeer finger : kept) {
      if (finger != null && !finger.equals(dead)) {
        return finger;
      }
    }
    return null;
  }

  @Override
  public void offerWithin(ClosestPreceding closest) {
    int highest = indexWithin(closest.limit()) - lowest();
    for (int i = Math.min(highest, kept.length - 1); i >= 0; i--) {
      RingPeer finger = kept[i];
      if (finger != null && !closest.offer(finger)) {
        return;
      }
    }
  }
}
