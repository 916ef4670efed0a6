package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;

/** What nodes of every overlay report: membership, peers, publications and searches. */
public interface OverlayEvent extends NodeEvent {

  /**
   * A search that this node's user asked for has ended.
   *
   * @param answered whether at least one provider record came back
   * @param hops messages that carried the search onwards until the answer was found, reply excluded
   * @param latencyNanos nanoseconds from the call to the answer
   */
  record SearchFinished(boolean answered, int hops, long latencyNanos) implements OverlayEvent {}

  /**
   * This node became a full member of its overlay.
   *
   * @param durationNanos nanoseconds since it started
   */
  record Joined(long durationNanos) implements OverlayEvent {}

  /** A publication was acknowledged: from now on this keeper names the node as a provider. */
  record Announced(Key key, PeerAddress keeper) implements OverlayEvent {}

  /** This node plays another role from now on, such as "leaf" or "super-peer". */
  record RoleChanged(String role) implements OverlayEvent {}

  /** This node dropped a peer because it believes that it is dead. */
  record PeerDropped(PeerAddress peer) implements OverlayEvent {}

  /**
   * A request of another node's user reached this one; reported only where an overlay is set to.
   *
   * @param from the peer that sent it here, which need not be the one whose request it is
   * @param request what was asked for, in words
   * @param hops messages that have carried it until now
   */
  record RequestArrived(PeerAddress from, String request, int hops) implements OverlayEvent {}
}
