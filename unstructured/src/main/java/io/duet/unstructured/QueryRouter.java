package io.duet.unstructured;

import io.duet.bounded.Mixing;
import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spreads queries over the links of a node and brings hits back on the way on which the query came
 * first, as Gnutella 0.4 does: so no hit is sent to an address that a query only claims.
 *
 * <p>Messages in and out: Query, Walk, StillWanted, Wanted, QueryHit; Grant, for the biased walk.
 * Queries of others are served within a {@link QueryBudget}. Invariants: the TTL of a query falls
 * with each hop, and is lowered to what this node's own bound leaves, because others may have other
 * settings; one that no setting allows is refused; a flooded query that comes again is dropped, and
 * a walker is passed on unanswered; only so many hits for one query pass as it wants.
 */
final class QueryRouter {
  private final Host host;
  private final PendingRequests pending;
  private final Links links;
  private final SearchConfig config;
  private final Hearsay hearsay;
  private final SeenQueries seen;
  private final OwnQueries own;
  private final QueryBudget<UnstructuredMessage> budget;
  private final @Nullable BiasedSteps biased;

  /** A router without open queries. */
  QueryRouter(UnstructuredNode node, Links links, Hearsay hearsay) {
    this.host = node.host();
    this.pending = node.pending();
    this.links = links;
    this.config = node.config().search();
    this.hearsay = hearsay;
    this.own = new OwnQueries(node, this, hearsay);
    this.seen = new SeenQueries(2 * config.deadlineNanos());
    this.budget = new QueryBudget<>(host, node.config().load(), links::contains, this::handle);
    this.biased =
        config.strategy() instanceof BiasedWalk
            ? new BiasedSteps(
                host,
                links,
                node.config(),
                seen,
                new FlowControl(host, links, node.config().load(), budget::waiting))
            : null;
  }

  // --- this node's own queries

  OwnQueries own() {
    return own;
  }

  /**
   * Gives a query a new number, so that nodes which have seen it take it for another; of partners
   * the same ones are asked as before.
   */
  void renew(OpenQuery query) {
    renew(query, query.ids().isEmpty() ? host.random().nextInt() : query.id());
  }

  /** Gives a query a new number by which the other one of partners is asked. */
  void turnToPartners(OpenQuery query) {
    renew(query, query.id() ^ 1);
  }

  private void renew(OpenQuery query, long turn) {
    long id = (host.random().nextLong() & ~1L) | (turn & 1);
    seen.add(id, host.self(), host.nowNanos(), query.wanted());
    hearsay.asked(id, query.question());
    own.open(id, query);
  }

  // --- what strategies send

  /** Nanoseconds until a query ends in any case. */
  long nanosLeft(OpenQuery query) {
    return query.deadline() - host.nowNanos();
  }

  /** Floods a query over all links. */
  void flood(OpenQuery query, int ttl) {
    flood(query, links.targets(query.id()), ttl);
  }

  /** Floods a query over some links; TTL 1 ends at the neighbours. */
  void flood(OpenQuery query, List<PeerAddress> to, int ttl) {
    send(
        new UnstructuredMessage.Query(query.id(), query.question(), query.wanted(), ttl - 1, 1),
        to,
        host.self());
  }

  /** The links of this node, in an order of this query's own. */
  List<PeerAddress> linksFor(OpenQuery query) {
    List<PeerAddress> targets = links.targets(query.id());
    List<PeerAddress> turned = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      turned.add(targets.get(turn(query.id(), i, targets.size())));
    }
    return turned;
  }

  /** Sends walkers to as many neighbours, or several to each when there are fewer. */
  void walk(OpenQuery query, int walkers, int steps) {
    long patience = (config.checkBack() + 2) * config.hopWaitNanos(); // the steps, ask, be answered
    query.setWalkers(
        new Walkers(walkers, (steps - 1) / config.checkBack(), patience, host.nowNanos()));
    for (int i = 0; i < walkers; i++) {
      sendWalker(query, i, steps);
    }
  }

  /**
   * Sends new walkers in the place of those that are lost; by a new number, because the hits of the
   * lost ones may be lost with the nodes through which they went back. None while there is so much
   * to do that others wait here.
   */
  void replaceLost(OpenQuery query, int steps) {
    Walkers walkers = query.walkers();
    if (walkers == null || waiting() > 0) {
      return;
    }
    List<Integer> lost = walkers.takeLost(host.nowNanos());
    if (!lost.isEmpty()) {
      renew(query);
      lost.forEach(walker -> sendWalker(query, walker, steps));
    }
  }

  private void sendWalker(OpenQuery query, int walker, int steps) {
    step(
        new UnstructuredMessage.Walk(
            query.id(), query.question(), query.wanted(), steps - 1, 1, host.self(), walker),
        host.self());
  }

  // --- queries of others

  void onQuery(PeerAddress from, UnstructuredMessage.Query query) {
    if (query.hops() < 1 || query.ttl() + query.hops() > SearchConfig.TTL_LIMIT) {
      host.emit(new NodeEvent.MessageRefused(from, "TTL out of range"));
    } else if (seen.from(query.id()) != null) {
      arrived(query, true); // costs nothing to speak of
    } else {
      budget.take(from, query.within(config.ttlMax()));
    }
  }

  private void handle(PeerAddress from, UnstructuredMessage message) {
    if (message instanceof UnstructuredMessage.Query query) {
      handle(from, query);
    } else if (message instanceof UnstructuredMessage.Walk walk) {
      handle(from, walk);
    }
  }

  private void arrived(UnstructuredMessage.Query query, boolean repeated) {
    host.emit(new NodeEvent.QueryArrived(query.id(), query.ttl(), query.hops(), repeated));
  }

  private void handle(PeerAddress from, UnstructuredMessage.Query query) {
    boolean first = seen.add(query.id(), from, host.nowNanos(), query.wanted());
    arrived(query, !first);
    if (first) {
      boolean lastIsNext = query.ttl() == 1; // so it may spare neighbours, and speaks for them
      answer(from, query.id(), query.hops(), query.question(), query.wanted(), lastIsNext);
      if (query.ttl() > 0) {
        hearsay.asked(query.id(), query.question());
        send(query.oneHopFarther(), links.targets(query.id()), from);
      }
    }
  }

  /** Answers if there is an answer; what this node merely remembers does not count. */
  private int answer(
      PeerAddress to, long id, int hops, Question question, int wanted, boolean ofNeighbors) {
    Findings found = hearsay.find(question, wanted, ofNeighbors);
    UnstructuredMessage hit =
        found.count() > 0
            ? new UnstructuredMessage.QueryHit(id, hops, found)
            : hearsay.cachedHit(id, hops, question);
    if (hit != null) {
      host.send(to, hit);
    }
    return found.count();
  }

  private void send(
      UnstructuredMessage.Query query, List<PeerAddress> neighbors, PeerAddress from) {
    for (int i = 0; i < neighbors.size(); i++) {
      boolean spared = query.ttl() == 0 && hearsay.spares(neighbors.get(i), query.question());
      if (!spared && !links.leadsBack(neighbors.get(i), from)) {
        host.send(neighbors.get(i), query);
      }
    }
  }

  void onWalk(PeerAddress from, UnstructuredMessage.Walk walk) {
    if (walk.hops() < 1 || (long) walk.ttl() + walk.hops() > SearchConfig.STEPS_LIMIT) {
      host.emit(new NodeEvent.MessageRefused(from, "TTL out of range"));
      return;
    }
    if (biased != null) {
      biased.flow().countArrival(from);
    }
    budget.take(from, walk.within(config.stepsMax()));
  }

  private void handle(PeerAddress from, UnstructuredMessage.Walk walk) {
    boolean first = seen.add(walk.id(), from, host.nowNanos(), walk.wanted());
    host.emit(new NodeEvent.QueryArrived(walk.id(), walk.ttl(), walk.hops(), !first));
    hearsay.asked(walk.id(), walk.question());
    int found =
        first ? answer(from, walk.id(), walk.hops(), walk.question(), walk.wanted(), true) : 0;
    if (walk.ttl() > 0 && found < walk.wanted()) {
      goOn(from, walk.oneHopFarther());
    }
  }

  private void goOn(PeerAddress from, UnstructuredMessage.Walk walk) {
    boolean checksBack = (walk.hops() - 1) % config.checkBack() == 0;
    boolean atHome = walk.origin().equals(host.self());
    if (checksBack && !atHome) {
      new CheckBack(walk, from).ask();
    } else if (!atHome
        || (checksBack ? own.heard(walk.id(), walk.walker()) : own.isOpen(walk.id()))) {
      step(walk, from);
    }
  }

  /** A walker that waits until its origin says whether it is still wanted. */
  private final class CheckBack implements ReplyHandler<UnstructuredMessage.Wanted> {
    private final UnstructuredMessage.Walk walk;
    private final PeerAddress from;

    CheckBack(UnstructuredMessage.Walk walk, PeerAddress from) {
      this.walk = walk;
      this.from = from;
    }

    void ask() {
      pending.send(
          walk.origin(),
          id -> new UnstructuredMessage.StillWanted(id, walk.id(), walk.walker()),
          config.checkBackTimeoutNanos(),
          this);
    }

    @Override
    public void onReply(UnstructuredMessage.Wanted reply) {
      if (reply.wanted()) {
        step(walk, from);
      }
    }

    @Override
    public void onFailure() {
      // an origin that says nothing wants nothing
    }
  }

  void onStillWanted(PeerAddress from, UnstructuredMessage.StillWanted question) {
    boolean wanted = own.isOpen(question.query());
    if (wanted && !own.heard(question.query(), question.walker())) {
      host.emit(new NodeEvent.MessageRefused(from, "no such walker"));
      return;
    }
    host.send(from, new UnstructuredMessage.Wanted(question.requestId(), wanted));
  }

  /** Sends a walker to a neighbour to which this node has sent none for this query, if it can. */
  private void step(UnstructuredMessage.Walk walk, PeerAddress from) {
    if (biased != null) {
      biased.step(walk, from);
      return;
    }
    List<PeerAddress> neighbors = links.neighborhood().answering(links.targets(walk.id()));
    int visit = seen.countVisit(walk.id());
    for (int i = 0; i < Math.min(2, neighbors.size()); i++) {
      PeerAddress next = neighbors.get(turn(walk.id(), visit + i, neighbors.size()));
      if (!next.equals(from) || neighbors.size() == 1) {
        host.send(next, walk);
        return;
      }
    }
  }

  /** The place of the i-th of so many links, in an order that differs by query and by node. */
  private int turn(long id, int i, int size) {
    long mixed = Mixing.combine(id, host.self().hashCode());
    return (int) Long.remainderUnsigned((mixed >>> 32) + i, size);
  }

  // --- load

  /** How many queries wait for their turn here, or for a neighbour that has room. */
  int waiting() {
    return budget.waiting() + (biased == null ? 0 : biased.waiting());
  }

  QueryBudget<?> budget() {
    return budget;
  }

  /** What tokens this node holds and has granted; null where walks are not biased. */
  @Nullable FlowControl flow() {
    return biased == null ? null : biased.flow();
  }

  /** Tells a new neighbour what this node has room for, and what it holds. */
  void onLinked(PeerAddress neighbor) {
    hearsay.onLinked(neighbor);
    if (biased != null) {
      biased.flow().greet(neighbor);
    }
  }

  /** Tells all neighbours what this node has room for; to be called with the pings. */
  void maintain() {
    hearsay.maintain();
    if (biased != null) {
      biased.maintain();
    }
  }

  void onGrant(PeerAddress from, UnstructuredMessage.Grant grant) {
    String refusal = biased == null ? "tokens without flow control" : biased.take(from, grant);
    if (!refusal.isEmpty()) {
      host.emit(new NodeEvent.MessageRefused(from, refusal));
    }
  }

  // --- hits

  void onHit(PeerAddress from, UnstructuredMessage.QueryHit hit) {
    onHit(from, hit, hit);
  }

  void onHit(PeerAddress from, UnstructuredMessage.CachedHit hit) {
    if (hit.found().contents().isEmpty()) {
      onHit(from, hit.asHit(), hit);
    } else {
      host.emit(new NodeEvent.MessageRefused(from, "hit from memory for words"));
    }
  }

  /** Takes a hit, as it came and as what it says. */
  private void onHit(
      PeerAddress from, UnstructuredMessage.QueryHit hit, UnstructuredMessage asItCame) {
    PeerAddress back = seen.from(hit.id());
    int hopsMax = Math.max(config.ttlMax(), config.stepsMax());
    if (back == null || hit.hops() < 1 || hit.hops() > hopsMax || hit.found().count() == 0) {
      host.emit(new NodeEvent.MessageRefused(from, "hit for no query"));
    } else if (back.equals(host.self())) {
      remember(hit, asItCame);
      take(from, hit, asItCame instanceof UnstructuredMessage.QueryHit ? from : back);
    } else if (seen.countHit(hit.id(), from)) { // enough is no fault of the sender
      remember(hit, asItCame);
      host.send(back, asItCame);
    }
  }

  private void remember(UnstructuredMessage.QueryHit hit, UnstructuredMessage asItCame) {
    if (asItCame instanceof UnstructuredMessage.CachedHit cached) {
      hearsay.passed(cached);
    } else {
      hearsay.passed(hit);
    }
  }

  /** Takes a hit for an own query; strangers are one teller, however many addresses they have. */
  private void take(PeerAddress from, UnstructuredMessage.QueryHit hit, PeerAddress blamed) {
    own.take(from, hit, links.contains(from) ? from : host.self(), blamed);
  }
}
