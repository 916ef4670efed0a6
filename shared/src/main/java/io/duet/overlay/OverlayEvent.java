package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;

/** The events of nodes of every overlay: membership, peers, publications and searches. */
public interface OverlayEvent extends NodeEvent {

  /**
   * A search of this node's user has ended.
   *
   * @param answered whether at least one provider record came back
   * @param hops messages that carried the search onwards until it was answered, without the reply
   * @param latencyNanos nanoseconds from the call to the answer
   */
  record SearchFinished(boolean answered, int hops, long latencyNanos) implements OverlayEvent {}

  /**
   * This node became a full member of its overlay.
   *
   * @param durationNanos nanoseconds since it started
   */
  record Joined(long durationNanos) implements OverlayEvent {}

  /** A publication was acknowledged; this keeper now names the node as a provider. */
  record Announced(Key key, Peer keeper) implements OverlayEvent {}

  /** This node has another role from now on, such as "leaf" or "super-peer". */
  record RoleChanged(String role) implements OverlayEvent {}

  /**
   * This node has another peer from now on.
   *
   * @param as what the peer is to this node, such as "successor" or "leaf"
   */
  record PeerJoined(Peer peer, String as) implements OverlayEvent {}

  /** A peer of this node told it that it leaves. */
  record PeerLeft(Peer peer) implements OverlayEvent {}

  /** This node dropped a peer that it considered dead. */
  record PeerDropped(Peer peer) implements OverlayEvent {}

  /**
   * A request of another node's user reached this one; reported only if a setting asks for it.
   *
   * @param from the peer that sent it here, not necessarily its origin
   * @param request a description of the request
   * @param hops messages that have carried it until now
   */
  record RequestArrived(Peer from, String request, int hops) implements OverlayEvent {}
}
