package io.duet.chord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one member knows of the ring: its predecessor, its successor list, its fingers, and perhaps
 * a cache of others. The list is never empty: the only member of a ring is its own successor.
 */
final class RingView {
  private static final int FOLLOWING_MAX = 4;
  private static final int GAPS_MAX = 8;

  private final RingPeer self;
  private @Nullable RingPeer predecessor;
  private RingPeer[] successors;
  private final FingerTable fingers;
  private final @Nullable LocationCache cache;

  /** What a member knows that is alone: base 2, no cache. */
  RingView(RingPeer self) {
    this(self, new FingerTable(1), null);
  }

  RingView(RingPeer self, FingerTable fingers, @Nullable LocationCache cache) {
    this.self = self;
    this.fingers = fingers;
    this.cache = cache;
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

  /** Those heard of; null when this ring does without a cache. */
  @Nullable LocationCache cache() {
    return cache;
  }

  /** Whether a peer is the predecessor or the successor. */
  boolean isNeighbor(RingPeer peer) {
    return peer.equals(predecessor) || peer.equals(successors[0]);
  }

  RingPeer successor() {
    return successors[0];
  }

  List<RingPeer> successors() {
    return Arrays.asList(successors);
  }

  /** Whether a peer is in the successor list. */
  boolean lists(RingPeer peer) {
    return Arrays.asList(successors).contains(peer);
  }

  boolean isAlone() {
    return successors[0] == self;
  }

  /** Whether this member owns a position: it lies in (predecessor, self]. */
  boolean owns(long point) {
    return predecessor == null ? isAlone() : RingId.isWithin(predecessor.id(), point, self.id());
  }

  /** Who owns a position as far as this member knows when it does not: it can only look back. */
  @Nullable RingPeer otherOwner(long point) {
    return owns(point) ? null : predecessor;
  }

  /** Whether the owner of a position is the successor: it lies in (self, successor]. */
  boolean precedes(long point) {
    return RingId.isWithin(self.id(), point, successors[0].id());
  }

  /**
   * The members that most likely own a position, the owner first, when the cache seems to know all
   * around it: the gap there is no wider than a few of those between the successors.
   */
  List<RingPeer> likelyOwners(long point) {
    if (cache == null || isAlone() || owns(point)) {
      return List.of();
    }
    double listed = RingId.distance(self.id(), successors[successors.length - 1].id()) >>> 1;
    long gap = cache.gapAround(point) >>> 1;
    boolean complete = gap > 0 && gap <= GAPS_MAX * listed / successors.length;
    return complete ? cache.from(point, FOLLOWING_MAX) : List.of();
  }

  /** The successor and the few that may stand in for it. */
  List<RingPeer> following() {
    return List.of(Arrays.copyOf(successors, Math.min(FOLLOWING_MAX, successors.length)));
  }

  /** The first few in the successor list at or after a position; none if it is not that long. */
  List<RingPeer> listedFrom(long point) {
    long distance = RingId.distance(self.id(), point);
    int first = 0;
    while (first < successors.length
        && Long.compareUnsigned(RingId.distance(self.id(), successors[first].id()), distance) < 0) {
      first++;
    }
    int last = Math.min(successors.length, first + FOLLOWING_MAX);
    return isAlone() ? List.of() : List.of(Arrays.copyOfRange(successors, first, last));
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
    if (lists(peer)) {
      known = true;
      List<RingPeer> rest = new ArrayList<>(Arrays.asList(successors));
      rest.remove(peer);
      replaceSuccessors(rest.isEmpty() ? nearestFinger(peer) : rest);
    }
    known |= fingers.forget(peer);
    if (cache != null) {
      known |= cache.forget(peer);
    }
    return known;
  }

  /** The last resort when the whole list is dead, beyond what the protocol promises. */
  private List<RingPeer> nearestFinger(RingPeer dead) {
    RingPeer nearest = fingers.nearestBut(dead);
    return nearest == null ? List.of() : List.of(nearest);
  }

  /** The lowest finger index that is kept. */
  int lowestFinger() {
    return fingers.lowest();
  }

  int fingerCount() {
    return fingers.count();
  }

  /** Finger indices are below this. */
  int fingerLimit() {
    return fingers.limit();
  }

  /** The start of a finger's interval. */
  long fingerStart(int index) {
    return self.id() + fingers.span(index);
  }

  /** The end of a finger's interval: the start of the next, or this member's own position. */
  long fingerEnd(int index) {
    return index + 1 < fingers.limit() ? fingerStart(index + 1) : self.id();
  }

  /** The finger of this index, or null when it is not known yet. */
  @Nullable RingPeer finger(int index) {
    return index < fingers.lowest() ? successors[0] : fingers.get(index);
  }

  /** Sets a finger if its index is kept. */
  void finger(int index, @Nullable RingPeer peer) {
    if (!self.equals(peer)) {
      fingers.set(index, peer);
    }
  }

  /** Keeps as many fingers as have a start beyond the successor. */
  private void fitFingers() {
    fingers.keepBeyond(RingId.distance(self.id(), successors[0].id()));
  }

  /** Members known to precede a position, the closest first, at most {@code max} of them. */
  List<RingPeer> closestPreceding(long target, int max) {
    long limit = RingId.distance(self.id(), target) - 1; // 0 wraps to the whole ring
    if (limit == 0) {
      return List.of();
    }
    ClosestPeers closest = new ClosestPeers(self.id(), limit, max);
    fingers.offerWithin(limit, closest);
    for (int i = successors.length - 1; i >= 0; i--) {
      if (!closest.offer(successors[i])) {
        break;
      }
    }
    if (cache != null) {
      cache.offerWithin(closest);
    }
    return closest.peers();
  }

  /** Takes over the state of a ring that is put together at once. */
  void assemble(RingPeer before, RingPeer[] after) {
    predecessor = before;
    successors = after;
    fitFingers();
  }
}
