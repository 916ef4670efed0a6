package io.duet.node;

/** An event of a node, for metrics, traces, checkers and reports. */
public sealed interface NodeEvent {

  /**
   * A search of this node's user has ended.
   *
   * @param answered whether at least one provider record came back
   * @param hops messages that carried the search onwards until it was answered, without the reply
   * @param latencyNanos nanoseconds from the call to the answer
   */
  record SearchFinished(boolean answered, int hops, long latencyNanos) implements NodeEvent {}

  /**
   * This node became a full member of its overlay.
   *
   * @param durationNanos nanoseconds since it started
   */
  record Joined(long durationNanos) implements NodeEvent {}

  /** An announcement of this node was acknowledged; this keeper now names it as a provider. */
  record Announced(Key key, PeerAddress keeper) implements NodeEvent {}

  /** This node has another role from now on, such as "leaf" or "super-peer". */
  record RoleChanged(String role) implements NodeEvent {}

  /** A peer did not answer a request before its deadline. */
  record RequestTimedOut(PeerAddress peer) implements NodeEvent {}

  /** This node dropped a peer that it considered dead. */
  record PeerDropped(PeerAddress peer) implements NodeEvent {}

  /**
   * A query of another node reached this one.
   *
   * @param query the id of the query, the same on all its paths
   * @param ttl how many more times it may be forwarded
   * @param hops messages that have carried it until now
   * @param repeated whether this node had seen it before
   */
  record QueryArrived(long query, int ttl, int hops, boolean repeated) implements NodeEvent {}

  /** This node dropped a waiting query, because the peer sent more than this node can handle. */
  record QueryDropped(PeerAddress peer) implements NodeEvent {}

  /**
   * A request of another node's user reached this one; reported only if a setting asks for it.
   *
   * @param from the peer that sent it here, not necessarily its origin
   * @param request a description of the request
   * @param hops messages that have carried it until now
   */
  record RequestArrived(PeerAddress from, String request, int hops) implements NodeEvent {}

  /**
   * This node refused a message of a peer.
   *
   * @param reason a short constant phrase, usable as a metric label
   */
  record MessageRefused(PeerAddress peer, String reason) implements NodeEvent {}
}
