package io.duet.chord;

/** A table of members through which lookups may be routed: fingers, successors, heard locations. */
interface RouteSource {

  /**
   * Offers the members within {@link ClosestPeers#limit()}, the farthest first, until {@link
   * ClosestPeers#offer} says that enough are taken.
   */
  void offerWithin(ClosestPeers closest);

  /** Removes a member held for dead; false if it was not in this table. */
  boolean forget(RingPeer peer);
}
