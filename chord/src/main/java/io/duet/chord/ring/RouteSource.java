package io.duet.chord.ring;

import io.duet.chord.id.RingPeer;

/** A table of members through which lookups may be routed: fingers, successors, heard locations. */
public interface RouteSource {

  /**
   * Offers the members within {@link ClosestPreceding#limit()}, the farthest first, until {@link
   * ClosestPreceding#offer} says that enough are taken.
   */
  void offerWithin(ClosestPreceding closest);

  /** Removes a member held for dead; false if it was not in this table. */
  boolean forget(RingPeer peer);
}
