package io.duet.unstructured.query;

import io.duet.node.Peer;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a node's own queries. Each is answered from the node's own index if that suffices, otherwise
 * the {@link SearchStrategy} sends it stage by stage, until enough is found or its deadline passes.
 *
 * <p>Timer: the end of the time for the hits of a stage. Invariants: each query ends exactly once;
 * where hits are verified, only providers that confirmed count as results.
 */
public final class LocalQueries {
  private static final int OPEN_MAX = 4_096;

  private final NodeContext context;
  private final SearchConfig config;
  private final SearchStrategy strategy;
  private final QueryRouter router;
  private final NeighborTable links;
  private final NeighborKnowledge knowledge;
  private final Map<Long, PendingQuery> open = new LinkedHashMap<>(2);

  LocalQueries(
      NodeContext context, QueryRouter router, NeighborTable links, NeighborKnowledge knowledge) {
    this.context = context;
    this.config = context.config().search();
    this.strategy = SearchStrategy.of(config);
    this.router = router;
    this.links = links;
    this.knowledge = knowledge;
  }

  /** Begins a query; with {@value #OPEN_MAX} pending ones it ends at once, incomplete. */
  public void search(SearchRequest request) {
    PendingQuery query = new PendingQuery(request, context.nowNanos() + config.deadlineNanos());
    if (open.size() >= OPEN_MAX) {
      query.end(0, false);
      return;
    }
    router.renew(query);
    SearchResults known = knowledge.find(request.criteria(), request.wanted());
    Peer self = context.host().self();
    take(query, self, self, 0, known);
    boolean mayBeEnough = query.claims.confirming() > 0 && known.count() >= request.wanted();
    if (!query.ended && mayBeEnough) {
      context.after(() -> beginLate(query), config.hopWaitNanos());
    } else if (!query.ended && !query.hasBegun()) {
      advance(query);
    }
  }

  /** Adds a query under a further id. */
  void open(long id, PendingQuery query) {
    query.ids.add(id);
    open.put(id, query);
  }

  /**
   * Whether a walker that passes its origin is still wanted; with checksBack, this is its check.
   */
  boolean isWanted(UnstructuredMessage.Walk walk, boolean checksBack) {
    return checksBack ? heard(walk.id(), walk.walker()) : open.containsKey(walk.id());
  }

  void onWalkerCheck(Peer from, UnstructuredMessage.WalkerCheck check) {
    boolean wanted = open.containsKey(check.query());
    if (wanted && !heard(check.query(), check.walker())) {
      context.refuse(from, "no such walker");
      return;
    }
    context.send(from, new UnstructuredMessage.WalkerCheckReply(check.requestId(), wanted));
  }

  /** Notes a check of a walker; false when it is no walker of a pending query. */
  private boolean heard(long id, int walker) {
    PendingQuery query = open.get(id);
    WalkerTracker walkers = query == null ? null : query.walkers;
    return walkers != null && walkers.heard(walker, context.nowNanos());
  }

  /** The ids of the pending queries. */
  List<Long> ids() {
    return List.copyOf(open.keySet());
  }

  /** Number of ids of pending queries. */
  public int size() {
    return open.size();
  }

  private void advance(PendingQuery query) {
    long left = router.nanosLeft(query);
    long wait = left <= 0 ? SearchStrategy.NO_MORE : strategy.next(query, router);
    if (wait != SearchStrategy.NO_MORE) {
      context.after(() -> endStage(query), Math.min(wait, left));
    } else if (left > 0 && query.claims.confirming() > 0) {
      query.askedAll = true; // ends with its last verification
    } else if (left > 0 && mayAskPartners(query)) {
      query.beginAgain();
      router.turnToPartners(query);
      advance(query);
    } else {
      finish(query, left > 0 && !mayHaveWalkersOut(query));
    }
  }

  /** Whether replaced walkers may still be on their way when the strategy has ended. */
  private boolean mayHaveWalkersOut(PendingQuery query) {
    WalkerTracker walkers = query.walkers;
    return walkers != null && walkers.mayHaveReplacementsOut(context.nowNanos());
  }

  /** A query without results may have met dead partners, and is tried once more. */
  private boolean mayAskPartners(PendingQuery query) {
    return context.config().redundancy() > 1 && query.found() == 0 && !query.begunAgain;
  }

  /** Begins a query whose own results were not verified in time. */
  private void beginLate(PendingQuery query) {
    if (!query.hasBegun()) {
      endStage(query);
    }
  }

  private void endStage(PendingQuery query) {
    if (!query.ended) {
      advance(query);
    }
  }

  private void finish(PendingQuery query, boolean askedAll) {
    query.ids.forEach(open::remove);
    query.end(config.ttlMax(), askedAll);
  }

  /** Takes a hit for a query of this node; hits after the query's end are dropped. */
  void take(Peer from, UnstructuredMessage.Hit hit) {
    PendingQuery query = open.get(hit.id());
    if (query != null && !hit.found().answer(query.request.criteria())) {
      context.refuse(from, "hit that is no answer");
    } else if (query != null) {
      if (query.request.trace() != null) {
        String answer = hit.found().count() + " hits at " + hit.hops() + " hops";
        query.request.trace().answered(from, answer, context.nowNanos());
      }
      Peer self = context.host().self();
      Peer claimant = links.contains(from) ? from : self;
      Peer blamed = hit instanceof UnstructuredMessage.QueryHit ? from : self;
      take(query, claimant, blamed, hit.hops(), hit.found());
    }
  }

  private void take(PendingQuery query, Peer claimant, Peer blamed, int hops, SearchResults found) {
    if (config.verifyHits()) {
      query.note(found.complete());
      Runnable whenVerified = () -> verified(query);
      HitVerification verification =
          new HitVerification(context, knowledge, query, claimant, blamed, hops, whenVerified);
      found.claims(query.request.criteria()).forEach(verification::verify);
    } else {
      query.take(hops, found);
    }
    if (query.isSatisfied() && !query.ended) {
      finish(query, true);
    }
  }

  private void verified(PendingQuery query) {
    if (query.isSatisfied()) {
      finish(query, true);
    } else if (query.claims.confirming() == 0 && (query.askedAll || !query.hasBegun())) {
      advance(query);
    }
  }

  /** Repeats all pending queries in the role that the node has now. */
  public void handOver() {
    List<PendingQuery> unfinished = open.values().stream().distinct().toList();
    open.clear();
    unfinished.forEach(query -> query.ended = true);
    unfinished.forEach(query -> context.role().search(query.request));
  }
}
