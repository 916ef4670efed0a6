package io.duet.node;

/** What a node tells to metrics, traces, checkers and reports; they all listen to these. */
public sealed interface NodeEvent {

  /**
   * A search that this node's user asked for has ended.
   *
   * @param answered whether at least one provider record came back
   * @param hops messages that carried the search onwards until the answer was found, reply excluded
   * @param latencyNanos nanoseconds from the call to the answer
   */
  record SearchFinished(boolean answered, int hops, long latencyNanos) implements NodeEvent {}

  /**
   * This node became a full member of its overlay.
   *
   * @param durationNanos nanoseconds since it started
   */
  record Joined(long durationNanos) implements NodeEvent {}

  /** An announcement of this node's was taken: from now on this keeper names it as a provider. */
  record Announced(Key key, PeerAddress keeper) implements NodeEvent {}

  /** This node plays another role from now on, such as "leaf" or "super-peer". */
  record RoleChanged(String role) implements NodeEvent {}

  /** A peer did not answer a request before its deadline. */
  record RequestTimedOut(PeerAddress peer) implements NodeEvent {}

  /** This node dropped a peer that it held for dead. */
  record PeerDropped(PeerAddress peer) implements NodeEvent {}

  /**
   * A query of another node reached this one.
   *
   * @param query the number that it bears on all its ways
   * @param ttl how many more times it may be forwarded
   * @param hops messages that have carried it until now
   * @param repeated whether this node had seen it before
   */
  record QueryArrived(long query, int ttl, int hops, boolean repeated) implements NodeEvent {}

  /** This node dropped a query that had waited, because the peer asked more than it can handle. */
  record QueryDropped(PeerAddress peer) implements NodeEvent {}

  /**
   * A request of another node's user reached this one; told only where an overlay is set to.
   *
   * @param from who sent it here, which need not be whose it is
   * @param request what was asked for, in words
   * @param hops messages that have carried it until now
   */
  record RequestArrived(PeerAddress from, String request, int hops) implements NodeEvent {}

  /**
   * This node refused what a peer sent.
   *
   * @param reason a short constant phrase, fit for a metric's label
   */
  record MessageRefused(PeerAddress peer, String reason) implements NodeEvent {}
}
