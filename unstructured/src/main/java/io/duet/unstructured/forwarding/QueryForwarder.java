package io.duet.unstructured.forwarding;

import io.duet.node.PeerAddress;
import io.duet.overlay.QueryEvent;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.load.QueryRateLimiter;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.List;

/**
 * Forwards flooded queries to all neighbours, as Gnutella 0.4 does.
 *
 * <p>A query is dropped if it came before ({@link DuplicateSuppression}), else answered if this
 * node can, and forwarded to every neighbour but the sender while its {@link TimeToLive} lasts. A
 * neighbour at which it would end is left out if this node knows that it has no answer. Queries of
 * others are served within a {@link QueryRateLimiter}.
 *
 * <p>Message in and out: Query.
 */
public record QueryForwarder(
    NodeContext context,
    NeighborTable links,
    NeighborKnowledge hearsay,
    DuplicateSuppression seen,
    HitForwarder hits,
    QueryRateLimiter<UnstructuredMessage> budget) {

  public void onQuery(PeerAddress from, UnstructuredMessage.Query query) {
    if (!TimeToLive.isPlausible(query.ttl(), query.hops(), SearchConfig.TTL_LIMIT)) {
      context.refuse(from, "TTL out of range");
    } else if (seen.from(query.id()) != null) {
      arrived(query, true); // costs nothing to speak of
    } else {
      budget.take(from, TimeToLive.bounded(query, context.config().search().ttlMax()));
    }
  }

  private void arrived(UnstructuredMessage.Query query, boolean repeated) {
    context.host().emit(new QueryEvent.Arrived(query.id(), query.ttl(), query.hops(), repeated));
  }

  /** Serves a query whose turn in the budget has come. */
  public void serve(PeerAddress from, UnstructuredMessage.Query query) {
    boolean first = seen.add(query.id(), from, context.host().nowNanos(), query.wanted());
    arrived(query, !first);
    if (first) {
      boolean lastIsNext = query.ttl() == 1; // so it may spare neighbours, and speaks for them
      hits.answer(from, query.id(), query.hops(), query.question(), query.wanted(), lastIsNext);
      if (query.ttl() > 0) {
        hearsay.asked(query.id(), query.question());
        forward(TimeToLive.oneHopFarther(query), links.targets(query.id()), from);
      }
    }
  }

  /**
   * Sends a query to those of some neighbours who may answer it, but not back to where it came
   * from.
   */
  public void forward(
      UnstructuredMessage.Query query, List<PeerAddress> neighbors, PeerAddress from) {
    for (int i = 0; i < neighbors.size(); i++) {
      boolean spared = query.ttl() == 0 && hearsay.spares(neighbors.get(i), query.question());
      if (!spared && !links.leadsBack(neighbors.get(i), from)) {
        context.host().send(neighbors.get(i), query);
      }
    }
  }
}
