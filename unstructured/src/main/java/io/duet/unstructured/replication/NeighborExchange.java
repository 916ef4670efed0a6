package io.duet.unstructured.replication;

import io.duet.node.Peer;
import io.duet.unstructured.message.SearchCriteria;

/** One kind of knowledge about the contents of neighbors, which a node exchanges with each. */
interface NeighborExchange {

  /** Whether the exchange with this neighbor has begun. */
  boolean hasBegun(Peer neighbor);

  /** Sends a neighbor what it lacks of this node's knowledge. */
  void update(Peer neighbor);

  /** Drops what this node has of a neighbor, and forgets what it has sent. */
  void restart(Peer neighbor);

  /** Drops former neighbors. */
  void prune();

  /** Whether a query that would end at a neighbor need not be sent to it. */
  boolean spares(Peer neighbor, SearchCriteria criteria);
}
