package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import io.duet.overlay.QueryEvent;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.load.QueryRateLimiter;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.query.QueryRouter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Serves the searches of leaves. They have a rate limit of their own, so they never wait behind
 * queries of neighbors. The searches of a leaf that sends too many wait behind each other.
 *
 * <p>Message in: LeafQuery; out: LeafQueryReply. Invariant: at most {@link #OPEN_PER_LEAF_MAX}
 * searches of one leaf are in progress.
 */
public final class LeafQueryService {
  /** The maximum number of searches of one leaf in progress. */
  public static final int OPEN_PER_LEAF_MAX = 256;

  private final NodeContext context;
  private final LeafIndex index;
  private final QueryRouter router;
  private final QueryRateLimiter<LeafMessage.LeafQuery> budget;
  private final Map<Peer, Integer> open = new LinkedHashMap<>(2);

  LeafQueryService(NodeContext context, LeafIndex index, QueryRouter router) {
    this.context = context;
    this.index = index;
    this.router = router;
    this.budget =
        new QueryRateLimiter<>(
            context.host(), context::after, context.config().load(), leaf -> true, this::search);
  }

  /** The number of searches that wait for their turn. */
  int waiting() {
    return budget.waiting();
  }

  void onQuery(Peer leaf, LeafMessage.LeafQuery query) {
    if (!index.heard(leaf, context.nowNanos())) {
      context.refuse(leaf, "search of a stranger");
      return;
    }
    budget.take(leaf, query);
  }

  private void search(Peer leaf, LeafMessage.LeafQuery query) {
    if (open.getOrDefault(leaf, 0) >= OPEN_PER_LEAF_MAX) {
      context.host().emit(new QueryEvent.Dropped(leaf));
      return;
    }
    open.merge(leaf, 1, Integer::sum);
    router
        .own()
        .search(
            new SearchRequest(
                query.criteria(),
                query.wanted(),
                (hops, found) -> answer(leaf, query.requestId(), hops, found)));
  }

  private void answer(Peer leaf, int requestId, int hops, SearchResults found) {
    open.computeIfPresent(leaf, (peer, count) -> count == 1 ? null : count - 1);
    context.send(leaf, new LeafMessage.LeafQueryReply(requestId, hops, found));
  }
}
