package io.duet.unstructured.forwarding;

import io.duet.node.Peer;
import io.duet.overlay.QueryEvent;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.load.QueryRateLimiter;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.List;

/**
 * Query forwarding: a node passes a flooded query on to all neighbors except the sender, while its
 * TTL is above 0 (Gnutella 0.4).
 *
 * <p>A duplicate is dropped ({@link DuplicateSuppression}). Any other query is answered from this
 * node's index, and forwarded to all neighbors except the sender within its TTL. On the last hop,
 * neighbors that have no answer by their routing filter are left out. A {@link QueryRateLimiter}
 * bounds the rate.
 *
 * <p>Message in and out: Query.
 */
public record QueryForwarder(
    NodeContext context,
    NeighborTable links,
    NeighborKnowledge knowledge,
    DuplicateSuppression seen,
    HitForwarder hits,
    QueryRateLimiter<UnstructuredMessage> budget) {

  public void onQuery(Peer from, UnstructuredMessage.Query query) {
    if (!query.isPlausible(SearchConfig.TTL_LIMIT)) {
      context.refuse(from, "TTL out of range");
    } else if (seen.from(query.id()) != null) {
      arrived(query, true); // not rate limited: it costs almost nothing
    } else {
      budget.take(from, query.bounded(context.config().search().ttlMax()));
    }
  }

  private void arrived(UnstructuredMessage.Query query, boolean repeated) {
    context.host().emit(new QueryEvent.Arrived(query.id(), query.ttl(), query.hops(), repeated));
  }

  /** Serves a query that the rate limiter admits. */
  public void serve(Peer from, UnstructuredMessage.Query query) {
    boolean first = seen.add(query.id(), from, context.nowNanos(), query.wanted());
    arrived(query, !first);
    if (first) {
      boolean lastIsNext = query.ttl() == 1; // may leave neighbors out, so it answers for them
      hits.answer(from, query, lastIsNext);
      if (query.ttl() > 0) {
        knowledge.cache().asked(query.id(), query.criteria());
        forward(query.oneHopFarther(), links.targets(query.id()), from);
      }
    }
  }

  /** Sends a query to those of some neighbors that may answer it, except its sender. */
  public void forward(UnstructuredMessage.Query query, List<Peer> neighbors, Peer from) {
    for (int i = 0; i < neighbors.size(); i++) {
      boolean spared = query.ttl() == 0 && knowledge.spares(neighbors.get(i), query.criteria());
      if (!spared && !links.leadsBack(neighbors.get(i), from)) {
        context.send(neighbors.get(i), query);
      }
    }
  }
}
