package io.duet.chord;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routing state of one member: its predecessor, its successor list, its fingers, and perhaps a
 * table of other members that it has heard of. Answers what the member knows about a position.
 */
final class RingView {
  private final RingPeer self;
  private @Nullable RingPeer predecessor;
  private final SuccessorList successors;
  private final FingerTable fingers;
  private @Nullable RouteSource heard;

  /** The state of a member that is alone, with fingers in base 2. */
  RingView(RingPeer self) {
    this(self, new FingerTable(1));
  }

  RingView(RingPeer self, FingerTable fingers) {
    this.self = self;
    this.fingers = fingers;
    this.successors = new SuccessorList(self);
  }

  /** Routes through this table too from now on. */
  void routeThrough(RouteSource table) {
    heard = table;
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

  /** Whether a peer is the predecessor or the successor. */
  boolean isNeighbor(RingPeer peer) {
    return peer.equals(predecessor) || peer.equals(successor());
  }

  RingPeer successor() {
    return successors.first();
  }

  List<RingPeer> successors() {
    return successors.asList();
  }

  /** Whether a peer is in the successor list. */
  boolean lists(RingPeer peer) {
    return successors().contains(peer);
  }

  boolean isAlone() {
    return successor() == self;
  }

  /** Whether this member owns a position: it lies in (predecessor, self]. */
  boolean owns(long point) {
    return predecessor == null ? isAlone() : RingId.isWithin(predecessor.id(), point, self.id());
  }

  /** Who owns a position that this member does not: the predecessor, or one before it. */
  @Nullable RingPeer otherOwner(long point) {
    return owns(point) ? null : predecessor;
  }

  /** Whether the owner of a position is the successor: it lies in (self, successor]. */
  boolean precedes(long point) {
    return RingId.isWithin(self.id(), point, successor().id());
  }

  /** Half the mean distance between two members in the successor list, so that it is signed. */
  double meanHalfGap() {
    double listed = RingId.distance(self.id(), successors.last().id()) >>> 1;
    return listed / successors().size();
  }

  /** The successor and the few that may stand in for it. */
  List<RingPeer> following() {
    return successors.following();
  }

  /** The first few in the successor list at or after a position; none if it is not that long. */
  List<RingPeer> listedFrom(long point) {
    return isAlone() ? List.of() : successors.from(self.id(), point);
  }

  /** Makes {@code first} the successor, followed by its own list, of at most {@code max} in all. */
  void adoptSuccessors(RingPeer first, List<RingPeer> rest, int max) {
    successors.adopt(self.id(), first, rest, max);
    fitFingers();
  }

  /** Forgets a peer that is held for dead in every table; false if it was in none. */
  boolean forget(RingPeer peer) {
    boolean known = successors.forget(peer);
    if (successors.isEmpty()) {
      RingPeer nearest = fingers.nearestBut(peer); // beyond what the protocol promises
      successors.replace(nearest == null ? self : nearest);
    }
    fitFingers();
    known |= fingers.forget(peer);
    return (heard != null && heard.forget(peer)) | known;
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
    return index < fingers.lowest() ? successor() : fingers.get(index);
  }

  /** Sets a finger if its index is kept. */
  void finger(int index, @Nullable RingPeer peer) {
    if (!self.equals(peer)) {
      fingers.set(index, peer);
    }
  }

  /** Keeps as many fingers as have a start beyond the successor. */
  private void fitFingers() {
    fingers.keepBeyond(RingId.distance(self.id(), successor().id()));
  }

  /** Members known to precede a position, the closest first, at most {@code max} of them. */
  List<RingPeer> closestPreceding(long target, int max) {
    long limit = RingId.distance(self.id(), target) - 1; // 0 wraps to the whole ring
    if (limit == 0) {
      return List.of();
    }
    ClosestPeers closest = new ClosestPeers(self.id(), limit, max);
    fingers.offerWithin(closest);
    successors.offerWithin(closest);
    if (heard != null) {
      heard.offerWithin(closest);
    }
    return closest.peers();
  }

  /** Sets the state of a member of a ring that is put together at once. */
  void assemble(@Nullable RingPeer before, RingPeer[] after) {
    predecessor = before;
    successors.replace(after);
    fitFingers();
  }
}
