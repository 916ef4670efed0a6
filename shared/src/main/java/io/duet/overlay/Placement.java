package io.duet.overlay;

import io.duet.node.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is, or can be stored.
 *
 * @param peer who is meant; null when nobody is
 */
public record Placement(Fate fate, @Nullable PeerAddress peer) {

  /** How a request for a place can end. */
  public enum Fate {
    /** The peer offers a file of this name already. */
    HELD,
    /** The peer has said that it has room. */
    ROOM,
    /** Nobody who is known has room. */
    NO_ROOM,
    /** Nobody answered. */
    FAILED,
    /** Nodes of this overlay know of no room. */
    UNSUPPORTED
  }

  /** A request that ended without a peer. */
  public static Placement without(Fate fate) {
    return new Placement(fate, null);
  }
}
