package io.duet.placement;

import io.duet.node.Peer;
import io.duet.store.PlacedContent;

/**
 * What happened to a copy of a content.
 *
 * @param peer the peer that stores it, or for which this node stores it
 */
public record PlacementEvent(Kind kind, PlacedContent content, Peer peer) {

  /** The kinds of events. */
  public enum Kind {
    /** The peer has accepted an offer of this node. */
    PLACED,
    /** This node has accepted an offer of the peer. */
    ACCEPTED,
    /** This node no longer stores a copy for the peer. */
    DROPPED
  }
}
