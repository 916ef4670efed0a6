package io.duet.overlay;

import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;

/** The events of nodes that forward the queries of others. */
public interface QueryEvent extends NodeEvent {

  /**
   * A query of another node reached this one.
   *
   * @param query the id of the query, the same on all its paths
   * @param ttl how many more times it may be forwarded
   * @param hops messages that have carried it until now
   * @param repeated whether this node had seen it before
   */
  record Arrived(long query, int ttl, int hops, boolean repeated) implements QueryEvent {}

  /** This node dropped a waiting query, because the peer sent more than this node can handle. */
  record Dropped(PeerAddress peer) implements QueryEvent {}
}
