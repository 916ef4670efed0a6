package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node's own queries: each is answered from the node's own index if that suffices, else it goes
 * on stage by stage as the strategy says, until there are enough results or its deadline has
 * passed.
 *
 * <p>Timers: {@link Stage}. Invariant: each query ends exactly once; where hits are confirmed, a
 * provider counts only once it said itself that it offers the content.
 */
final class OwnQueries {
  private static final int OPEN_MAX = 4_096;

  /**
   * Rings when the hits of a stage of a query had their time.
   *
   * @param first whether it is the time of what this node knew itself
   */
  record Stage(OpenQuery query, boolean first) implements Timer {}

  private final UnstructuredNode node;
  private final SearchConfig config;
  private final QueryRouter router;
  private final Hearsay hearsay;
  private final Map<Long, OpenQuery> open = new LinkedHashMap<>(2);

  OwnQueries(UnstructuredNode node, QueryRouter router, Hearsay hearsay) {
    this.node = node;
    this.config = node.config().search();
    this.router = router;
    this.hearsay = hearsay;
  }

  /** Begins a query; when too many are under way it ends with nothing, and says so. */
  void search(Question question, int wanted, OpenQuery.WhenDone whenDone) {
    long deadline = node.host().nowNanos() + config.deadlineNanos();
    OpenQuery query = new OpenQuery(question, wanted, deadline, whenDone);
    if (open.size() >= OPEN_MAX) {
      query.end(0, false);
      return;
    }
    router.renew(query);
    take(query, node.host().self(), 0, hearsay.find(question, wanted));
    if (isOpen(query.id()) && query.confirming() > 0) {
      node.host().setTimer(new Stage(query, true), config.hopWaitNanos());
    } else if (isOpen(query.id()) && !query.hasBegun()) {
      advance(query);
    }
  }

  /** Notes that a query is under way by this number. */
  void open(long id, OpenQuery query) {
    query.ids().add(id);
    open.put(id, query);
  }

  boolean isOpen(long id) {
    return open.containsKey(id);
  }

  /** The numbers of the queries that are under way. */
  List<Long> ids() {
    return List.copyOf(open.keySet());
  }

  /** How many numbers are under way. */
  int size() {
    return open.size();
  }

  private void advance(OpenQuery query) {
    long left = query.deadline() - node.host().nowNanos();
    long wait = left <= 0 ? SearchStrategy.NO_MORE : config.strategy().next(query, router);
    if (wait != SearchStrategy.NO_MORE) {
      node.host().setTimer(new Stage(query, false), Math.min(wait, left));
    } else if (left > 0 && query.confirming() > 0) {
      query.setAskedAll(); // ends with its last confirmation
    } else if (left > 0 && mayAskPartners(query)) {
      query.beginAgain();
      router.turnToPartners(query);
      advance(query);
    } else {
      finish(query, left > 0);
    }
  }

  /** A query that found nothing may have met a partner that is dead, and is tried once more. */
  private boolean mayAskPartners(OpenQuery query) {
    return node.config().redundancy() > 1 && query.found() == 0 && !query.hasBegunAgain();
  }

  void onStage(Stage stage) {
    boolean late = stage.first() && stage.query().hasBegun();
    if (!late && open.get(stage.query().id()) == stage.query()) {
      advance(stage.query());
    }
  }

  private void finish(OpenQuery query, boolean askedAll) {
    query.ids().forEach(open::remove);
    query.end(config.ttlMax(), askedAll);
  }

  /**
   * Takes a hit for one of these queries; those that come after its end find it closed.
   *
   * @param teller who is refused when a provider denies it
   */
  void take(PeerAddress from, UnstructuredMessage.QueryHit hit, PeerAddress teller) {
    OpenQuery query = open.get(hit.id());
    if (query != null && !hit.found().answer(query.question())) {
      node.refuse(from, "hit that is no answer");
    } else if (query != null) {
      take(query, teller, hit.hops(), hit.found());
    }
  }

  private void take(OpenQuery query, PeerAddress from, int hops, Findings found) {
    if (config.confirm() && query.question() instanceof Question.OfKey sought) {
      found.providers().forEach(provider -> take(query, from, hops, provider, sought.key()));
    } else {
      query.take(hops, found);
    }
    finishIfSatisfied(query);
  }

  private void take(OpenQuery query, PeerAddress from, int hops, PeerAddress provider, Key key) {
    if (provider.equals(node.host().self())) {
      query.take(
          hops, node.offers().contains(key) ? Findings.of(List.of(provider)) : Findings.NONE);
    } else if (query.mayConfirm(provider)) {
      new Confirmation(
              node,
              provider,
              from,
              yes -> {
                hearsay.confirmed(key, provider, yes);
                confirmed(query, hops, provider, yes);
              })
          .ask(key);
    }
  }

  private void confirmed(OpenQuery query, int hops, PeerAddress provider, boolean yes) {
    query.countConfirmed();
    if (!isOpen(query.id())) {
      return;
    }
    if (yes) {
      query.take(hops, Findings.of(List.of(provider)));
      finishIfSatisfied(query);
    } else if (query.confirming() == 0 && query.hasAskedAll()) {
      finish(query, true);
    } else if (query.confirming() == 0 && !query.hasBegun()) {
      advance(query);
    }
  }

  /** Lets the node ask all anew in the role that it plays from now on. */
  void handOver() {
    List<OpenQuery> unfinished = open.values().stream().distinct().toList();
    open.clear();
    unfinished.forEach(query -> query.askAnew(node));
  }

  private void finishIfSatisfied(OpenQuery query) {
    if (query.isSatisfied() && isOpen(query.id())) {
      finish(query, true);
    }
  }
}
