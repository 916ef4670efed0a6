package io.duet.unstructured.query;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.forwarding.BiasedWalkRouter;
import io.duet.unstructured.forwarding.DuplicateSuppression;
import io.duet.unstructured.forwarding.HitForwarder;
import io.duet.unstructured.forwarding.QueryForwarder;
import io.duet.unstructured.forwarding.WalkForwarder;
import io.duet.unstructured.load.QueryRateLimiter;
import io.duet.unstructured.load.TokenFlowControl;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes the messages of searches: queries to {@link QueryForwarder}, walkers to {@link
 * WalkForwarder}, hits to {@link HitForwarder}; and offers {@link SearchStrategy strategies} the
 * ways to send a query.
 *
 * <p>Messages in and out: Query, Walk, StillWanted, Wanted, QueryHit, CachedHit; Grant, for the
 * biased walk.
 */
public final class QueryRouter {
  private final Host host;
  private final NeighborTable links;
  private final SearchConfig config;
  private final NeighborKnowledge hearsay;
  private final DuplicateSuppression seen;
  private final LocalQueries own;
  private final QueryRateLimiter<UnstructuredMessage> budget;
  private final QueryForwarder queries;
  private final WalkForwarder walks;
  private final HitForwarder hits;

  /** A router without open queries. */
  public QueryRouter(NodeContext context, NeighborTable links, NeighborKnowledge hearsay) {
    this.host = context.host();
    this.links = links;
    this.config = context.config().search();
    this.hearsay = hearsay;
    this.own = new LocalQueries(context, this, hearsay);
    this.seen = new DuplicateSuppression(2 * config.deadlineNanos());
    this.budget =
        new QueryRateLimiter<>(host, context.config().load(), links::contains, this::serve);
    this.hits = new HitForwarder(context, links, hearsay, seen, own::take);
    this.queries = new QueryForwarder(context, links, hearsay, seen, hits, budget);
    this.walks = new WalkForwarder(context, links, hearsay, seen, own::isWanted, hits, budget);
  }

  private void serve(PeerAddress from, UnstructuredMessage message) {
    if (message instanceof UnstructuredMessage.Query query) {
      queries.serve(from, query);
    } else if (message instanceof UnstructuredMessage.Walk walk) {
      walks.serve(from, walk);
    }
  }

  /** Takes a message of a search; false when it is of another kind. */
  public boolean onMessage(PeerAddress from, Message message) {
    if (message instanceof UnstructuredMessage.Query query) {
      queries.onQuery(from, query);
    } else if (message instanceof UnstructuredMessage.QueryHit hit) {
      hits.onHit(from, hit);
    } else if (message instanceof UnstructuredMessage.CachedHit hit) {
      hits.onHit(from, hit);
    } else if (message instanceof UnstructuredMessage.Walk walk) {
      walks.onWalk(from, walk);
    } else if (message instanceof UnstructuredMessage.WalkerCheck question) {
      own.onStillWanted(from, question);
    } else if (message instanceof UnstructuredMessage.TokenGrant grant) {
      onGrant(from, grant);
    } else {
      return false;
    }
    return true;
  }

  // --- this node's own queries

  public LocalQueries own() {
    return own;
  }

  /**
   * Gives a query a new number, so that nodes which have seen it take it for another; of partners
   * the same ones are asked as before.
   */
  void renew(PendingQuery query) {
    renew(query, query.ids().isEmpty() ? host.random().nextInt() : query.id());
  }

  /** Gives a query a new number by which the other one of partners is asked. */
  void turnToPartners(PendingQuery query) {
    renew(query, query.id() ^ 1);
  }

  private void renew(PendingQuery query, long turn) {
    long id = (host.random().nextLong() & ~1L) | (turn & 1);
    seen.add(id, host.self(), host.nowNanos(), query.wanted());
    hearsay.asked(id, query.question());
    own.open(id, query);
  }

  // --- what strategies send

  /** Nanoseconds until a query ends in any case. */
  long nanosLeft(PendingQuery query) {
    return query.deadline() - host.nowNanos();
  }

  /** Floods a query over all links. */
  void flood(PendingQuery query, int ttl) {
    flood(query, links.targets(query.id()), ttl);
  }

  /** Floods a query over some links; TTL 1 ends at the neighbours. */
  void flood(PendingQuery query, List<PeerAddress> to, int ttl) {
    queries.forward(
        new UnstructuredMessage.Query(query.id(), query.question(), query.wanted(), ttl - 1, 1),
        to,
        host.self());
  }

  /** The links of this node, in an order of this query's own. */
  List<PeerAddress> linksFor(PendingQuery query) {
    List<PeerAddress> targets = links.targets(query.id());
    List<PeerAddress> turned = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      turned.add(targets.get(walks.turn(query.id(), i, targets.size())));
    }
    return turned;
  }

  /** Sends walkers to as many neighbours, or several to each when there are fewer. */
  void walk(PendingQuery query, int walkers, int steps) {
    long patience = (config.checkBack() + 2) * config.hopWaitNanos(); // the steps, ask, be answered
    query.setWalkers(
        new WalkerTracker(walkers, (steps - 1) / config.checkBack(), patience, host.nowNanos()));
    for (int i = 0; i < walkers; i++) {
      sendWalker(query, i, steps);
    }
  }

  /**
   * Sends new walkers in the place of those that are lost; by a new number, because the hits of the
   * lost ones may be lost with the nodes through which they went back. None while there is so much
   * to do that others wait here.
   */
  void replaceLost(PendingQuery query, int steps) {
    WalkerTracker walkers = query.walkers();
    if (walkers == null || waiting() > 0) {
      return;
    }
    List<Integer> lost = walkers.takeLost(host.nowNanos());
    if (!lost.isEmpty()) {
      renew(query);
      lost.forEach(walker -> sendWalker(query, walker, steps));
    }
  }

  private void sendWalker(PendingQuery query, int walker, int steps) {
    walks.step(
        new UnstructuredMessage.Walk(
            query.id(), query.question(), query.wanted(), steps - 1, 1, host.self(), walker),
        host.self());
  }

  // --- load

  /** How many queries wait for their turn here, or for a neighbour that has room. */
  public int waiting() {
    BiasedWalkRouter biased = walks.biased();
    return budget.waiting() + (biased == null ? 0 : biased.waiting());
  }

  public QueryRateLimiter<?> budget() {
    return budget;
  }

  /** What tokens this node holds and has granted; null where walks are not biased. */
  public @Nullable TokenFlowControl flow() {
    BiasedWalkRouter biased = walks.biased();
    return biased == null ? null : biased.flow();
  }

  /** Tells a new neighbour what this node has room for, and what it holds. */
  public void onLinked(PeerAddress neighbor) {
    hearsay.onLinked(neighbor);
    TokenFlowControl flow = flow();
    if (flow != null) {
      flow.greet(neighbor);
    }
  }

  /** Tells all neighbours what this node has room for; to be called with the pings. */
  public void maintain() {
    hearsay.maintain();
    BiasedWalkRouter biased = walks.biased();
    if (biased != null) {
      biased.maintain();
    }
  }

  private void onGrant(PeerAddress from, UnstructuredMessage.TokenGrant grant) {
    BiasedWalkRouter biased = walks.biased();
    String refusal = biased == null ? "tokens without flow control" : biased.take(from, grant);
    if (!refusal.isEmpty()) {
      host.emit(new NodeEvent.MessageRefused(from, refusal));
    }
  }
}
