package io.duet.overlay;

import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;

/** What nodes report that forward the queries of others. */
public interface QueryEvent extends NodeEvent {

  /**
   * A query of another node reached this one.
   *
   * @param query the id that it bears on all its ways
   * @param ttl how many more times it may be forwarded
   * @param hops messages that have carried it until now
   * @param repeated whether this node had seen it before
   */
  record Arrived(long query, int ttl, int hops, boolean repeated) implements QueryEvent {}

  /** This node dropped a query that had waited, because the peer asked more than it can handle. */
  record Dropped(PeerAddress peer) implements QueryEvent {}
}
