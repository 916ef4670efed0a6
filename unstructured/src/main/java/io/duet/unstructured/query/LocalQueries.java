package io.duet.unstructured.query;

import io.duet.node.PeerAddress;
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
 * A node's own queries: each is answered from the node's own index if that suffices, else it goes
 * on stage by stage as the strategy says, until there are enough results or its deadline has
 * passed.
 *
 * <p>Timers: {@link Stage}. Invariant: each query ends exactly once; where hits are confirmed, a
 * provider counts only once it said itself that it offers the content, found by key or by words.
 */
public final class LocalQueries {
  private static final int OPEN_MAX = 4_096;

  /**
   * Rings when the hits of a stage of a query had their time.
   *
   * @param first whether it is the time of what this node knew itself
   */
  public record Stage(PendingQuery query, boolean first) implements Timer {}

  /**
   * Whose word a hit is, and how far it came.
   *
   * @param blamed who is refused when it is denied; this node itself when nobody is
   */
  private record Told(PendingQuery query, PeerAddress teller, PeerAddress blamed, int hops) {
    void take(PeerAddress provider, List<SharedContent> offered) {
      offered.forEach(content -> query.take(hops, SearchResults.of(provider, content)));
    }
  }

  private final NodeContext context;
  private final SearchConfig config;
  private final SearchStrategy strategy;
  private final QueryRouter router;
  private final NeighborKnowledge hearsay;
  private final Map<Long, PendingQuery> open = new LinkedHashMap<>(2);

  LocalQueries(NodeContext context, QueryRouter router, NeighborKnowledge hearsay) {
    this.context = context;
    this.config = context.config().search();
    this.strategy = SearchStrategy.of(config);
    this.router = router;
    this.hearsay = hearsay;
  }

  /** Begins a query; when too many are under way it ends with nothing, and says so. */
  public void search(SearchCriteria question, int wanted, SearchCallback whenDone) {
    long deadline = context.host().nowNanos() + config.deadlineNanos();
    PendingQuery query = new PendingQuery(question, wanted, deadline, whenDone);
    if (open.size() >= OPEN_MAX) {
      query.end(0, false);
      return;
    }
    router.renew(query);
    SearchResults known = hearsay.find(question, wanted);
    PeerAddress self = context.host().self();
    take(new Told(query, self, self, 0), known);
    boolean mayBeEnough = query.claims().confirming() > 0 && known.count() >= wanted;
    if (isOpen(query.id()) && mayBeEnough) {
      context.host().setTimer(new Stage(query, true), config.hopWaitNanos());
    } else if (isOpen(query.id()) && !query.hasBegun()) {
      advance(query);
    }
  }

  /** Notes that a query is under way by this number. */
  void open(long id, PendingQuery query) {
    query.ids().add(id);
    open.put(id, query);
  }

  boolean isOpen(long id) {
    return open.containsKey(id);
  }

  /** Whether a walker that has come home is still wanted; if it checks back, it is noted, too. */
  boolean isWanted(UnstructuredMessage.Walk walk, boolean checksBack) {
    return checksBack ? heard(walk.id(), walk.walker()) : isOpen(walk.id());
  }

  void onStillWanted(PeerAddress from, UnstructuredMessage.WalkerCheck question) {
    boolean wanted = isOpen(question.query());
    if (wanted && !heard(question.query(), question.walker())) {
      context.refuse(from, "no such walker");
      return;
    }
    context
        .host()
        .send(from, new UnstructuredMessage.WalkerCheckReply(question.requestId(), wanted));
  }

  /** Notes that a walker of a query lives; false when it is none of the walkers of an open one. */
  boolean heard(long id, int walker) {
    PendingQuery query = open.get(id);
    WalkerTracker walkers = query == null ? null : query.walkers();
    return walkers != null && walkers.heard(walker, context.host().nowNanos());
  }

  /** The numbers of the queries that are under way. */
  List<Long> ids() {
    return List.copyOf(open.keySet());
  }

  /** How many numbers are under way. */
  public int size() {
    return open.size();
  }

  private void advance(PendingQuery query) {
    long left = query.deadline() - context.host().nowNanos();
    long wait = left <= 0 ? SearchStrategy.NO_MORE : strategy.next(query, router);
    if (wait != SearchStrategy.NO_MORE) {
      context.host().setTimer(new Stage(query, false), Math.min(wait, left));
    } else if (left > 0 && query.claims().confirming() > 0) {
      query.setAskedAll(); // ends with its last confirmation
    } else if (left > 0 && mayAskPartners(query)) {
      query.beginAgain();
      router.turnToPartners(query);
      advance(query);
    } else {
      finish(query, left > 0 && !mayHaveWalkersOut(query));
    }
  }

  /** Whether the strategy's time is over too soon for walkers that took the places of others. */
  private boolean mayHaveWalkersOut(PendingQuery query) {
    WalkerTracker walkers = query.walkers();
    return walkers != null && walkers.mayHaveReplacementsOut(context.host().nowNanos());
  }

  /** A query that found nothing may have met a partner that is dead, and is tried once more. */
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

  /**
   * Takes a hit for one of these queries; those that come after its end find it closed.
   *
   * @param teller with whom its claims are counted
   * @param blamed who is refused when a provider denies it; this node itself when nobody is
   */
  void take(
      PeerAddress from, UnstructuredMessage.QueryHit hit, PeerAddress teller, PeerAddress blamed) {
    PendingQuery query = open.get(hit.id());
    if (query != null && !hit.found().answer(query.question())) {
      context.refuse(from, "hit that is no answer");
    } else if (query != null) {
      take(new Told(query, teller, blamed, hit.hops()), hit.found());
    }
  }

  private void take(Told told, SearchResults found) {
    PendingQuery query = told.query();
    if (config.confirm()) {
      query.note(found.complete());
      found.claims(query.question()).forEach((peer, claimed) -> confirm(told, peer, claimed));
    } else {
      query.take(told.hops(), found);
    }
    finishIfSatisfied(query);
  }

  private void confirm(Told told, PeerAddress provider, List<SharedContent> claimed) {
    if (provider.equals(context.host().self())) {
      LocalContent own = context.offers();
      told.take(provider, claimed.stream().filter(it -> own.contains(it.key())).toList());
    } else {
      ask(told, provider, told.query().claims().toConfirm(told.teller(), provider, claimed));
    }
  }

  private void ask(Told told, PeerAddress provider, List<SharedContent> claimed) {
    if (!claimed.isEmpty()) {
      new HitVerification(
              context,
              provider,
              told.blamed(),
              claimed,
              offered -> confirmed(told, provider, claimed, offered))
          .ask(told.query().deadline());
    }
  }

  private void confirmed(
      Told told, PeerAddress provider, List<SharedContent> claimed, List<SharedContent> offered) {
    PendingQuery query = told.query();
    hearsay.confirmed(provider, claimed, offered);
    query.claims().countConfirmed();
    if (!isOpen(query.id())) {
      return;
    }
    told.take(provider, offered);
    if (query.isSatisfied()) {
      finish(query, true);
    } else if (query.claims().confirming() == 0 && (query.hasAskedAll() || !query.hasBegun())) {
      advance(query);
    }
  }

  /** Lets the node ask all anew in the role that it plays from now on. */
  public void handOver() {
    List<PendingQuery> unfinished = open.values().stream().distinct().toList();
    open.clear();
    unfinished.forEach(query -> query.askAnew(context.role()));
  }

  private void finishIfSatisfied(PendingQuery query) {
    if (query.isSatisfied() && isOpen(query.id())) {
      finish(query, true);
    }
  }
}
