package io.duet.chord.ring;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routing state of one member: its predecessor, its successor list, its fingers, and perhaps a
 * table of other members that it has heard of. Answers what the member knows about a position.
 */
public final class RoutingState {
  private final RingPeer self;
  private @Nullable RingPeer predecessor;
  private final SuccessorList successors;
  private final FingerTable fingers;
  private @Nullable RouteSource heard;

  /** The state of a member that is alone, with fingers in base 2. */
  public RoutingState(RingPeer self) {
    this(self, new FingerTable(1));
  }

  RoutingState(RingPeer self, FingerTable fingers) {
    this.self = self;
    this.fingers = fingers;
    this.successors = new SuccessorList(self);
  }

  /** Routes through this table too from now on. */
  public void routeThrough(RouteSource table) {
    heard = table;
  }

  public RingPeer self() {
    return self;
  }

  public @Nullable RingPeer predecessor() {
    return predecessor;
  }

  public void predecessor(@Nullable RingPeer peer) {
    predecessor = peer;
  }

  /** Whether a peer is the predecessor or the successor. */
  public boolean isNeighbor(RingPeer peer) {
    return peer.equals(predecessor) || peer.equals(successor());
  }

  public RingPeer successor() {
    return successors.first();
  }

  public List<RingPeer> successors() {
    return successors.asList();
  }

  /** Whether a peer is in the successor list. */
  public boolean lists(RingPeer peer) {
    return successors().contains(peer);
  }

  public boolean isAlone() {
    return successor() == self;
  }

  /** Whether this member owns a position: it lies in (predecessor, self]. */
  public boolean owns(long point) {
    return predecessor == null ? isAlone() : RingId.isWithin(predecessor.id(), point, self.id());
  }

  /** Who owns a position that this member does not: the predecessor, or one before it. */
  public @Nullable RingPeer otherOwner(long point) {
    return owns(point) ? null : predecessor;
  }

  /** Whether the owner of a position is the successor: it lies in (self, successor]. */
  public boolean precedes(long point) {
    return RingId.isWithin(self.id(), point, successor().id());
  }

  /** Half the mean distance between two members in the successor list, so that it is signed. */
  public double meanHalfGap() {
    double listed = RingId.distance(self.id(), successors.last().id()) >>> 1;
    return listed / successors().size();
  }

  /** The successor and the few that may stand in for it. */
  public List<RingPeer> following() {
    return successors.following();
  }

  /** The first few in the successor list at or after a position; none if it is not that long. */
  public List<RingPeer> listedFrom(long point) {
    return isAlone() ? List.of() : successors.from(self.id(), point);
  }

  /** Makes {@code first} the successor, followed by its own list, of at most {@code max} in all. */
  public void adoptSuccessors(RingPeer first, List<RingPeer> rest, int max) {
    successors.adopt(self.id(), first, rest, max);
    fitFingers();
  }

  /** Forgets a peer that is held for dead in every table; false if it was in none. */
  public boolean forget(RingPeer peer) {
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
  public int lowestFinger() {
    return fingers.lowest();
  }

  public int fingerCount() {
    return fingers.count();
  }

  /** Finger indices are below this. */
  public int fingerLimit() {
    return fingers.limit();
  }

  /** The start of a finger's interval. */
  public long fingerStart(int index) {
    return self.id() + fingers.span(index);
  }

  /** The end of a finger's interval: the start of the next, or this member's own position. */
  public long fingerEnd(int index) {
    return index + 1 < fingers.limit() ? fingerStart(index + 1) : self.id();
  }

  /** The finger of this index, or null when it is not known yet. */
  public @Nullable RingPeer finger(int index) {
    return index < fingers.lowest() ? successor() : fingers.get(index);
  }

  /** Sets a finger if its index is kept. */
  public void finger(int index, @Nullable RingPeer peer) {
    if (!self.equals(peer)) {
      fingers.set(index, peer);
    }
  }

  /** Keeps as many fingers as have a start beyond the successor. */
  private void fitFingers() {
    fingers.keepBeyond(RingId.distance(self.id(), successor().id()));
  }

  /** Members known to precede a position, the closest first, at most {@code max} of them. */
  public List<RingPeer> closestPreceding(long target, int max) {
    long limit = RingId.distance(self.id(), target) - 1; // 0 wraps to the whole ring
    if (limit == 0) {
      return List.of();
    }
    ClosestPreceding closest = new ClosestPreceding(self.id(), limit, max);
    fingers.offerWithin(closest);
    successors.offerWithin(closest);
    if (heard != null) {
      heard.offerWithin(closest);
    }
    return closest.peers();
  }

  /** Sets the state of a member of a ring that is put together at once. */
  public void assemble(@Nullable RingPeer before, RingPeer[] after) {
    predecessor = before;
    successors.replace(after);
    fitFingers();
  }
}
