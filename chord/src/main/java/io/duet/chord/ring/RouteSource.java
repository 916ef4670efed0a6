package io.duet.chord.ring;

import io.duet.chord.id.RingPeer;

/** A table through whose members lookups may be routed: fingers, successor list, location table. */
public interface RouteSource {

  /**
   * Offers the members within {@link ClosestPreceding#limit()}, the farthest first, until {@link
   * ClosestPreceding#offer} returns false.
   */
  void offerWithin(ClosestPreceding closest);

  /** Removes a member considered dead; returns false if it was not in this table. */
  boolean forget(RingPeer peer);
}
