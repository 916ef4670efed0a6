package io.duet.overlay;

import io.duet.node.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A peer that has a file, or that can store it.
 *
 * @param peer the peer; null if there is none
 */
public record Placement(Status status, @Nullable Peer peer) {

  /** The outcomes of a request for a placement. */
  public enum Status {
    /** The peer has a file of this name. */
    HELD,
    /** The peer has offered enough free space. */
    ROOM,
    /** No known peer has enough free space. */
    NO_ROOM,
    /** No peer answered. */
    FAILED
  }

  /** A request that ended without a peer. */
  public static Placement without(Status status) {
    return new Placement(status, null);
  }
}
