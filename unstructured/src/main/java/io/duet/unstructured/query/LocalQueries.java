package io.duet.unstructured.query;

import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.message.SearchCallback;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.LocalContent;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a node's own queries. Each is answered from the node's own index if that suffices, otherwise
 * the {@link SearchStrategy} sends it stage by stage, until enough is found or its deadline passes.
 *
 * <p>Timer: {@link Stage}. Invariants: each query ends exactly once; where hits are verified, only
 * providers that confirmed count as results.
 */
public final class LocalQueries {
  private static final int OPEN_MAX = 4_096;

  /**
   * Fires when the time for the hits of a stage is over.
   *
   * @param first whether the results are this node's own, before the first stage
   */
  public record Stage(PendingQuery query, boolean first) implements Timer {}

  /**
   * Where a hit for a query comes from.
   *
   * @param claimant the peer whose share of the quota its claims use
   * @param blamed the peer that is refused when the provider denies; this node itself for none
   * @param hops number of hops to the peer that answered
   */
  private record HitSource(PendingQuery query, Peer claimant, Peer blamed, int hops) {
    void take(Peer provider, List<SharedContent> offered) {
      offered.forEach(content -> query.take(hops, SearchResults.of(provider, content)));
    }
  }

  private final NodeContext context;
  private final SearchConfig config;
  private final SearchStrategy strategy;
  private final QueryRouter router;
  private final NeighborKnowledge knowledge;
  private final Map<Long, PendingQuery> open = new LinkedHashMap<>(2);

  LocalQueries(NodeContext context, QueryRouter router, NeighborKnowledge knowledge) {
    this.context = context;
    this.config = context.config().search();
    this.strategy = SearchStrategy.of(config);
    this.router = router;
    this.knowledge = knowledge;
  }

  /** Begins a query; with {@value #OPEN_MAX} pending ones it ends at once, incomplete. */
  public void search(SearchCriteria criteria, int wanted, SearchCallback whenDone) {
    long deadline = context.host().nowNanos() + config.deadlineNanos();
    PendingQuery query = new PendingQuery(criteria, wanted, deadline, whenDone);
    if (open.size() >= OPEN_MAX) {
      query.end(0, false);
      return;
    }
    router.renew(query);
    SearchResults known = knowledge.find(criteria, wanted);
    Peer self = context.host().self();
    take(new HitSource(query, self, self, 0), known);
    boolean mayBeEnough = query.claims().confirming() > 0 && known.count() >= wanted;
    if (isOpen(query.id()) && mayBeEnough) {
      context.host().setTimer(new Stage(query, true), config.hopWaitNanos());
    } else if (isOpen(query.id()) && !query.hasBegun()) {
      advance(query);
    }
  }

  /** Adds a query under a further id. */
  void open(long id, PendingQuery query) {
    query.ids().add(id);
    open.put(id, query);
  }

  boolean isOpen(long id) {
    return open.containsKey(id);
  }

  /**
   * Whether a walker that passes its origin is still wanted; with checksBack, this is its check.
   */
  boolean isWanted(UnstructuredMessage.Walk walk, boolean checksBack) {
    return checksBack ? heard(walk.id(), walk.walker()) : isOpen(walk.id());
  }

  void onWalkerCheck(Peer from, UnstructuredMessage.WalkerCheck check) {
    boolean wanted = isOpen(check.query());
    if (wanted && !heard(check.query(), check.walker())) {
      context.refuse(from, "no such walker");
      return;
    }
    context.host().send(from, new UnstructuredMessage.WalkerCheckReply(check.requestId(), wanted));
  }

  /** Notes a check of a walker; false when it is no walker of a pending query. */
  boolean heard(long id, int walker) {
    PendingQuery query = open.get(id);
    WalkerTracker walkers = query == null ? null : query.walkers();
    return walkers != null && walkers.heard(walker, context.host().nowNanos());
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
    long left = query.deadline() - context.host().nowNanos();
    long wait = left <= 0 ? SearchStrategy.NO_MORE : strategy.next(query, router);
    if (wait != SearchStrategy.NO_MORE) {
      context.host().setTimer(new Stage(query, false), Math.min(wait, left));
    } else if (left > 0 && query.claims().confirming() > 0) {
      query.setAskedAll(); // ends with its last verification
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
    WalkerTracker walkers = query.walkers();
    return walkers != null && walkers.mayHaveReplacementsOut(context.host().nowNanos());
  }

  /** A query without results may have met dead partners, and is tried once more. */
  private boolean mayAskPartners(PendingQuery query) {
    return context.config().redundancy() > 1 && query.found() == 0 && !query.hasBegunAgain();
  }

  public void onStage(Stage stage) {
    boolean late = stage.first() && stage.query().hasBegun();
    if (!late && open.get(stage.query().id()) == stage.query()) {
      advance(stage.query());
    }
  }

  private void finish(PendingQuery query, boolean askedAll) {
    query.ids().forEach(open::remove);
    query.end(config.ttlMax(), askedAll);
  }

  /** Takes a hit, as {@code HitForwarder.OwnHits} says; hits after a query's end are dropped. */
  void take(Peer from, UnstructuredMessage.QueryHit hit, Peer claimant, Peer blamed) {
    PendingQuery query = open.get(hit.id());
    if (query != null && !hit.found().answer(query.criteria())) {
      context.refuse(from, "hit that is no answer");
    } else if (query != null) {
      take(new HitSource(query, claimant, blamed, hit.hops()), hit.found());
    }
  }

  private void take(HitSource source, SearchResults found) {
    PendingQuery query = source.query();
    if (config.confirm()) {
      query.note(found.complete());
      found.claims(query.criteria()).forEach((peer, claimed) -> confirm(source, peer, claimed));
    } else {
      query.take(source.hops(), found);
    }
    if (query.isSatisfied() && isOpen(query.id())) {
      finish(query, true);
    }
  }

  private void confirm(HitSource source, Peer provider, List<SharedContent> claimed) {
    if (provider.equals(context.host().self())) {
      LocalContent own = context.offers();
      source.take(provider, claimed.stream().filter(it -> own.contains(it.key())).toList());
    } else {
      ask(
          source,
          provider,
          source.query().claims().toConfirm(source.claimant(), provider, claimed));
    }
  }

  private void ask(HitSource source, Peer provider, List<SharedContent> claimed) {
    if (!claimed.isEmpty()) {
      new HitVerification(
              context,
              provider,
              source.blamed(),
              claimed,
              offered -> confirmed(source, provider, claimed, offered))
          .ask(source.query().deadline());
    }
  }

  private void confirmed(
      HitSource source, Peer provider, List<SharedContent> claimed, List<SharedContent> offered) {
    PendingQuery query = source.query();
    knowledge.confirmed(provider, claimed, offered);
    query.claims().countConfirmed();
    if (!isOpen(query.id())) {
      return;
    }
    source.take(provider, offered);
    if (query.isSatisfied()) {
      finish(query, true);
    } else if (query.claims().confirming() == 0 && (query.hasAskedAll() || !query.hasBegun())) {
      advance(query);
    }
  }

  /** Repeats all pending queries in the role that the node has now. */
  public void handOver() {
    List<PendingQuery> unfinished = open.values().stream().distinct().toList();
    open.clear();
    unfinished.forEach(query -> query.repeat(context.role()));
  }
}
