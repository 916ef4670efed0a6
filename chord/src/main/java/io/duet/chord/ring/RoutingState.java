package io.duet.chord.ring;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routing state of one member: predecessor, successor list, fingers and an optional location
 * table. Answers what the member knows about a position.
 *
 * <p>It extends the successor list, rather than holding one, because a million nodes must fit into
 * one process.
 */
public final class RoutingState extends SuccessorList {
  /** The name of the successor list in explanations. */
  public static final String SUCCESSOR_TABLE = "successor list";

  private final RingPeer self;
  private @Nullable RingPeer predecessor;
  private final FingerTable fingers;
  private @Nullable RouteSource locations;

  /** The state of a member that is alone, whose fingers have base 2 to the {@code digitBits}. */
  public RoutingState(RingPeer self, int digitBits) {
    super(self);
    this.self = self;
    this.fingers = new FingerTable(digitBits);
  }

  /** Adds the location table to the routes. */
  public void routeThrough(RouteSource table) {
    locations = table;
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

  /** The table that a member is in, for explanations. */
  public String tableOf(RingPeer peer) {
    if (lists(peer)) {
      return SUCCESSOR_TABLE;
    }
    for (int i = fingers.lowest(); i < fingers.limit(); i++) {
      if (peer.equals(fingers.get(i))) {
        return "finger " + i;
      }
    }
    return "location table";
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

  /** The predecessor if this member does not own a position: the owner, or closer to it. */
  public @Nullable RingPeer otherOwner(long point) {
    return owns(point) ? null : predecessor;
  }

  /** Whether the owner of a position is the successor: it lies in (self, successor]. */
  public boolean precedes(long point) {
    return RingId.isWithin(self.id(), point, successor().id());
  }

  /** Half the mean distance between members in the successor list; half, so that it is signed. */
  public double meanHalfGap() {
    double listed = RingId.distance(self.id(), super.last().id()) >>> 1;
    return listed / successors().size();
  }

  /** The first few in the successor list at or after a position; none if the list ends before. */
  public List<RingPeer> listedFrom(long point) {
    return isAlone() ? List.of() : super.from(self.id(), point);
  }

  /** Makes {@code first} the successor, followed by its list, at most {@code max} in total. */
  public void adoptSuccessors(RingPeer first, List<RingPeer> rest, int max) {
    super.adopt(self.id(), first, rest, max);
    fitFingers();
  }

  /** Removes a peer considered dead from every table; returns false if it was in none. */
  @Override
  public boolean forget(RingPeer peer) {
    boolean known = super.forget(peer);
    if (super.isEmpty()) {
      RingPeer nearest = fingers.nearestBut(peer); // no longer guaranteed by the protocol
      super.replace(nearest == null ? self : nearest);
    }
    fitFingers();
    known |= fingers.forget(peer);
    return (locations != null && locations.forget(peer)) | known;
  }

  /** The lowest stored finger index. */
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

  /** The finger of this index; null if unknown. */
  public @Nullable RingPeer finger(int index) {
    return index < fingers.lowest() ? successor() : fingers.get(index);
  }

  /** Sets a finger if its index is stored. */
  public void finger(int index, @Nullable RingPeer peer) {
    if (!self.equals(peer)) {
      fingers.set(index, peer);
    }
  }

  /** Resizes the finger table to the fingers whose start lies beyond the successor. */
  private void fitFingers() {
    fingers.keepBeyond(RingId.distance(self.id(), successor().id()));
  }

  /** Members known to precede a position, the closest first, at most {@code max} of them. */
  public List<RingPeer> closestPreceding(long target, int max) {
    long limit = RingId.distance(self.id(), target) - 1; // 0 wraps around to the whole ring
    if (limit == 0) {
      return List.of();
    }
    ClosestPreceding closest = new ClosestPreceding(self.id(), limit, max);
    fingers.offerWithin(closest);
    super.offerWithin(closest);
    if (locations != null) {
      locations.offerWithin(closest);
    }
    return closest.peers();
  }

  /** Sets the state of a member of an assembled ring. */
  public void assemble(@Nullable RingPeer before, RingPeer[] after) {
    predecessor = before;
    super.replace(after);
    fitFingers();
  }
}
