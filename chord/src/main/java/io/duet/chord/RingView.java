package io.duet.chord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one member knows of the ring: its predecessor, its successor list and its fingers.
 *
 * <p>The list is never empty: the only member of a ring is its own successor. Finger i is the first
 * member known at or after self + 2^i (SIGCOMM 2001, section 4.3). Only the fingers whose start
 * lies beyond the successor are kept, about log2 N of them; every lower one is the successor.
 */
final class RingView {
  private static final int BITS = 64;
  private static final int FOLLOWING_MAX = 4;
  private static final @Nullable RingPeer[] NO_FINGERS = new @Nullable RingPeer[0];

  private final RingPeer self;
  private @Nullable RingPeer predecessor;
  private RingPeer[] successors;
  private @Nullable RingPeer[] fingers = NO_FINGERS; // of indices BITS - length to BITS - 1

  RingView(RingPeer self) {
    this.self = self;
    this.successors = new RingPeer[] {self};
  }

  RingPeer self() {
    return self;
  }

  @Nullable RingPeer predecessor() {
    return predecessor;
  }

  void predecessor(@Nullable RingPeer peer) {
    predecessor = peer;
  }

  RingPeer successor() {
    return successors[0];
  }

  List<RingPeer> successors() {
    return Arrays.asList(successors);
  }

  boolean isAlone() {
    return successors[0] == self;
  }

  /** Whether this member owns a position: it lies in (predecessor, self]. */
  boolean owns(long point) {
    return predecessor == null ? isAlone() : RingId.isWithin(predecessor.id(), point, self.id());
  }

  /** Whether the owner of a position is the successor: it lies in (self, successor]. */
  boolean precedes(long point) {
    return RingId.isWithin(self.id(), point, successors[0].id());
  }

  /** The successor and the few that may stand in for it. */
  List<RingPeer> following() {
    return List.of(Arrays.copyOf(successors, Math.min(FOLLOWING_MAX, successors.length)));
  }

  /**
   * Makes {@code first} the successor and its own list the rest of the list, of at most {@code max}
   * in all: in the order of the ring, without this member and what lies beyond it.
   */
  void adoptSuccessors(RingPeer first, List<RingPeer> rest, int max) {
    List<RingPeer> list = new ArrayList<>(max);
    list.add(first);
    for (RingPeer peer : rest) {
      RingPeer last = list.get(list.size() - 1);
      if (list.size() == max || !RingId.isBetween(last.id(), peer.id(), self.id())) {
        break;
      }
      list.add(peer);
    }
    replaceSuccessors(list);
  }

  private void replaceSuccessors(List<RingPeer> list) {
    if (!Arrays.asList(successors).equals(list)) {
      successors = list.isEmpty() ? new RingPeer[] {self} : list.toArray(RingPeer[]::new);
      fitFingers();
    }
  }

  /** Forgets a peer that is held for dead, as successor and as finger; false if it was neither. */
  boolean forget(RingPeer peer) {
    boolean known = false;
    if (Arrays.asList(successors).contains(peer)) {
      known = true;
      List<RingPeer> rest = new ArrayList<>(Arrays.asList(successors));
      rest.remove(peer);
      replaceSuccessors(rest.isEmpty() ? nearestFinger(peer) : rest);
    }
    for (int i = 0; i < fingers.length; i++) {
      if (peer.equals(fingers[i])) {
        fingers[i] = null;
        known = true;
      }
    }
    return known;
  }

  /** The last resort when the whole list is dead, beyond what the protocol promises. */
  private List<RingPeer> nearestFinger(RingPeer dead) {
    for (RingPeer finger : fingers) {
      if (finger != null && !finger.equals(dead) && !finger.equals(self)) {
        return List.of(finger);
      }
    }
    return List.of();
  }

  /** The lowest finger index that is kept. */
  int lowestFinger() {
    return BITS - fingers.length;
  }

  int fingerCount() {
    return fingers.length;
  }

  /** The start of a finger's interval: self + 2^index. */
  long fingerStart(int index) {
    return self.id() + (1L << index);
  }

  /** The finger of this index, or null when it is not known yet. */
  @Nullable RingPeer finger(int index) {
    int place = index - lowestFinger();
    return place < 0 ? successors[0] : fingers[place];
  }

  /** Sets a finger if its index is kept. */
  void finger(int index, @Nullable RingPeer peer) {
    int place = index - lowestFinger();
    if (place >= 0 && !self.equals(peer)) {
      fingers[place] = peer;
    }
  }

  /** Keeps as many fingers as have a start beyond the successor. */
  private void fitFingers() {
    long distance = RingId.distance(self.id(), successors[0].id());
    int count = isAlone() ? 0 : Long.numberOfLeadingZeros(distance);
    if (count != fingers.length) {
      @Nullable RingPeer[] fitting = new @Nullable RingPeer[count];
      int kept = Math.min(count, fingers.length);
      System.arraycopy(fingers, fingers.length - kept, fitting, count - kept, kept);
      fingers = fitting;
    }
  }

  /** Members known to precede a position, the closest first, at most {@code max} of them. */
  List<RingPeer> closestPreceding(long target, int max) {
    List<RingPeer> closest = new ArrayList<>(max);
    long limit = RingId.distance(self.id(), target) - 1; // 0 wraps to the whole ring
    int finger = fingers.length - 1 - Long.numberOfLeadingZeros(limit | 1);
    int successor = successors.length - 1;
    while (closest.size() < max) {
      finger = nextFinger(finger, limit, closest);
      successor = nextSuccessor(successor, limit, closest);
      if (finger < 0 && successor < 0) {
        break;
      }
      closest.add(finger >= 0 && isFarther(finger, successor) ? at(finger) : successors[successor]);
    }
    return closest;
  }

  private int nextFinger(int from, long limit, List<RingPeer> taken) {
    int finger = from;
    while (finger >= 0 && !isUseful(fingers[finger], limit, taken)) {
      finger--;
    }
    return finger;
  }

  private int nextSuccessor(int from, long limit, List<RingPeer> taken) {
    int successor = from;
    while (successor >= 0 && !isUseful(successors[successor], limit, taken)) {
      successor--;
    }
    return successor;
  }

  private boolean isUseful(@Nullable RingPeer peer, long limit, List<RingPeer> taken) {
    return peer != null
        && peer != self
        && Long.compareUnsigned(peer.id() - self.id(), limit) <= 0
        && (taken.isEmpty() || !taken.get(taken.size() - 1).equals(peer));
  }

  private boolean isFarther(int finger, int successor) {
    return successor < 0
        || Long.compareUnsigned(at(finger).id() - self.id(), successors[successor].id() - self.id())
            > 0;
  }

  private RingPeer at(int finger) {
    RingPeer peer = fingers[finger];
    return peer == null ? self : peer;
  }

  /** Takes over the state of a ring that is put together at once. */
  void assemble(RingPeer before, RingPeer[] after) {
    predecessor = before;
    successors = after;
    fitFingers();
  }
}
