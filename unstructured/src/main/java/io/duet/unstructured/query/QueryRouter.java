package io.duet.unstructured.query;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
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
 * Dispatches the messages of searches to {@link QueryForwarder}, {@link WalkForwarder} and {@link
 * HitForwarder}, and sends queries as {@link SearchStrategy strategies} ask for.
 *
 * <p>Messages in and out: Query, Walk, QueryHit, CachedHit, TokenGrant; in: WalkerCheck; out:
 * WalkerCheckReply.
 */
public final class QueryRouter {
  private final Host host;
  private final NeighborTable links;
  private final SearchConfig config;
  private final NeighborKnowledge knowledge;
  private final DuplicateSuppression seen;
  private final LocalQueries own;
  private final QueryRateLimiter<UnstructuredMessage> budget;
  private final QueryForwarder queries;
  private final WalkForwarder walks;
  private final HitForwarder hits;

  /** A router without pending queries. */
  public QueryRouter(NodeContext context, NeighborTable links, NeighborKnowledge knowledge) {
    this.host = context.host();
    this.links = links;
    this.config = context.config().search();
    this.knowledge = knowledge;
    this.own = new LocalQueries(context, this, knowledge);
    this.seen = new DuplicateSuppression(2 * config.deadlineNanos());
    this.budget =
        new QueryRateLimiter<>(host, context.config().load(), links::contains, this::serve);
    this.hits = new HitForwarder(context, links, knowledge, seen, own::take);
    this.queries = new QueryForwarder(context, links, knowledge, seen, hits, budget);
    this.walks = new WalkForwarder(context, links, knowledge, seen, own::isWanted, hits, budget);
  }

  private void serve(Peer from, UnstructuredMessage message) {
    if (message instanceof UnstructuredMessage.Query query) {
      queries.serve(from, query);
    } else if (message instanceof UnstructuredMessage.Walk walk) {
      walks.serve(from, walk);
    }
  }

  /** Takes a message of a search; false when it is another message. */
  public boolean onMessage(Peer from, Message message) {
    if (message instanceof UnstructuredMessage.Query query) {
      queries.onQuery(from, query);
    } else if (message instanceof UnstructuredMessage.QueryHit hit) {
      hits.onHit(from, hit);
    } else if (message instanceof UnstructuredMessage.CachedHit hit) {
      hits.onHit(from, hit);
    } else if (message instanceof UnstructuredMessage.Walk walk) {
      walks.onWalk(from, walk);
    } else if (message instanceof UnstructuredMessage.WalkerCheck check) {
      own.onWalkerCheck(from, check);
    } else if (message instanceof UnstructuredMessage.TokenGrant grant) {
      onGrant(from, grant);
    } else {
      return false;
    }
    return true;
  }

  public LocalQueries own() {
    return own;
  }

  /** Gives a query a new id, so that nodes forward it again; it selects the same partners. */
  void renew(PendingQuery query) {
    renew(query, query.ids().isEmpty() ? host.random().nextInt() : query.id());
  }

  /** Gives a query a new id that selects the other one of two partners. */
  void turnToPartners(PendingQuery query) {
    renew(query, query.id() ^ 1);
  }

  private void renew(PendingQuery query, long lowestBit) {
    long id = (host.random().nextLong() & ~1L) | (lowestBit & 1);
    seen.add(id, host.self(), host.nowNanos(), query.wanted());
    knowledge.asked(id, query.criteria());
    own.open(id, query);
  }

  /** Nanoseconds until a query ends in any case. */
  long nanosLeft(PendingQuery query) {
    return query.deadline() - host.nowNanos();
  }

  /** Floods a query to all neighbors. */
  void flood(PendingQuery query, int ttl) {
    flood(query, links.targets(query.id()), ttl);
  }

  /** Floods a query to some neighbors; with TTL 1 they do not forward it. */
  void flood(PendingQuery query, List<Peer> to, int ttl) {
    queries.forward(
        new UnstructuredMessage.Query(query.id(), query.criteria(), query.wanted(), ttl - 1, 1),
        to,
        host.self());
  }

  /** The neighbors of this node, in an order that depends on the query. */
  List<Peer> linksFor(PendingQuery query) {
    List<Peer> targets = links.targets(query.id());
    List<Peer> turned = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      turned.add(targets.get(walks.turn(query.id(), i, targets.size())));
    }
    return turned;
  }

  /** Sends walkers to different neighbors, or several to each of fewer neighbors. */
  void walk(PendingQuery query, int walkers, int steps) {
    long patience =
        (config.checkBack() + 2) * config.hopWaitNanos(); // the steps, the check and its reply
    query.setWalkers(
        new WalkerTracker(walkers, (steps - 1) / config.checkBack(), patience, host.nowNanos()));
    for (int i = 0; i < walkers; i++) {
      sendWalker(query, i, steps);
    }
  }

  /**
   * Replaces lost walkers, under a new query id because the reverse path of the old one may be
   * broken. While queries wait here, walkers count as late, not lost.
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
            query.id(), query.criteria(), query.wanted(), steps - 1, 1, host.self(), walker),
        host.self());
  }

  /** Number of queries that wait for the rate limit here, or for a token of a neighbor. */
  public int waiting() {
    BiasedWalkRouter biased = walks.biased();
    return budget.waiting() + (biased == null ? 0 : biased.waiting());
  }

  public QueryRateLimiter<?> budget() {
    return budget;
  }

  /** The tokens that this node holds and has granted; null where walks are not biased. */
  public @Nullable TokenFlowControl flow() {
    BiasedWalkRouter biased = walks.biased();
    return biased == null ? null : biased.flow();
  }

  /** Sends a new neighbor its tokens and this node's index. */
  public void onLinked(Peer neighbor) {
    knowledge.onLinked(neighbor);
    TokenFlowControl flow = flow();
    if (flow != null) {
      flow.greet(neighbor);
    }
  }

  /**
   * Sends neighbors their tokens and what they lack of this node's index; called with the pings.
   */
  public void maintain() {
    knowledge.maintain();
    BiasedWalkRouter biased = walks.biased();
    if (biased != null) {
      biased.maintain();
    }
  }

  private void onGrant(Peer from, UnstructuredMessage.TokenGrant grant) {
    BiasedWalkRouter biased = walks.biased();
    String refusal = biased == null ? "tokens without flow control" : biased.take(from, grant);
    if (!refusal.isEmpty()) {
      host.emit(new NodeEvent.MessageRefused(from, refusal));
    }
  }
}
