package io.duet.unstructured.query;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.trace.SearchTrace;
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
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches the messages of searches to {@link QueryForwarder}, {@link WalkForwarder} and {@link
 * HitForwarder}, and sends queries as {@link SearchStrategy strategies} ask for.
 *
 * <p>Messages in and out: Query, Walk, QueryHit, CachedHit, TokenGrant; in: WalkerCheck; out:
 * WalkerCheckReply.
 */
public final class QueryRouter {
  private final NodeContext context;
  private final Host host;
  private final NeighborTable links;
  private final SearchConfig config;
  private final NeighborKnowledge knowledge;
  private final DuplicateSuppression seen;
  private final LocalQueries own;
  private final QueryRateLimiter<UnstructuredMessage> budget;
  private final @Nullable BiasedWalkRouter biased; // null where walks are not biased
  private final QueryForwarder queries;
  private final WalkForwarder walks;
  private final HitForwarder hits;

  /** A router without pending queries. */
  public QueryRouter(NodeContext context, NeighborTable links, NeighborKnowledge knowledge) {
    this.context = context;
    this.host = context.host();
    this.links = links;
    this.config = context.config().search();
    this.knowledge = knowledge;
    this.own = new LocalQueries(context, this, links, knowledge);
    this.seen = new DuplicateSuppression(2 * config.deadlineNanos());
    this.budget =
        new QueryRateLimiter<>(
            host, context::after, context.config().load(), links::contains, this::serve);
    this.biased =
        config.search() == SearchConfig.Search.BIASED_WALK
            ? new BiasedWalkRouter(context, links, seen, budget::waiting)
            : null;
    this.hits = new HitForwarder(context, knowledge, seen, own::take);
    this.queries = new QueryForwarder(context, links, knowledge, seen, hits, budget);
    this.walks =
        new WalkForwarder(context, links, knowledge, seen, own::isWanted, hits, budget, biased);
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
    } else if (message instanceof UnstructuredMessage.Hit hit) {
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
    renew(query, query.ids.isEmpty() ? host.random().nextInt() : query.id());
  }

  /** Gives a query a new id that selects the other one of two partners. */
  void turnToPartners(PendingQuery query) {
    renew(query, query.id() ^ 1);
  }

  private void renew(PendingQuery query, long lowestBit) {
    long id = (host.random().nextLong() & ~1L) | (lowestBit & 1);
    seen.add(id, host.self(), host.nowNanos(), query.request.wanted());
    knowledge.cache().asked(id, query.request.criteria());
    own.open(id, query);
  }

  /** Nanoseconds until a query ends in any case. */
  long nanosLeft(PendingQuery query) {
    return query.deadline - host.nowNanos();
  }

  /** Floods a query to all neighbors; returns the nanoseconds to wait for hits. */
  long flood(PendingQuery query, int ttl) {
    return flood(query, links.targets(query.id()), ttl);
  }

  /**
   * Floods a query to some neighbors. {@code ttl} counts all hops, the first one included, and the
   * message those after it; so with 1 the neighbors do not forward the query.
   *
   * @return the nanoseconds to wait for hits
   */
  long flood(PendingQuery query, List<Peer> to, int ttl) {
    to.forEach(peer -> asked(query, peer, "query with TTL " + ttl));
    queries.forward(
        new UnstructuredMessage.Query(
            query.id(), query.request.criteria(), query.request.wanted(), ttl - 1, 1),
        to,
        host.self());
    return ttl * config.hopWaitNanos();
  }

  private void asked(PendingQuery query, Peer neighbor, String what) {
    SearchTrace trace = query.request.trace();
    if (trace != null) {
      trace.learned(neighbor, "neighbor table");
      trace.asked(neighbor, what, host.nowNanos());
    }
  }

  /** The neighbors of this node, in an order that depends on the query. */
  List<Peer> linksFor(PendingQuery query) {
    List<Peer> targets = links.targets(query.id());
    return IntStream.range(0, targets.size())
        .mapToObj(i -> targets.get(walks.turn(query.id(), i, targets.size())))
        .toList();
  }

  /** Sends walkers to different neighbors, or several to each of fewer neighbors. */
  void walk(PendingQuery query) {
    int checksMax = (config.stepsMax() - 1) / config.checkBack();
    long lostAfter =
        (config.checkBack() + 2) * config.hopWaitNanos(); // the steps, the check and its reply
    query.walkers = new WalkerTracker(config.walkers(), checksMax, lostAfter, host.nowNanos());
    for (int i = 0; i < config.walkers(); i++) {
      sendWalker(query, i);
    }
  }

  /**
   * Replaces lost walkers, under a new query id because the reverse path of the old one may be
   * broken. While queries wait here, walkers count as late, not lost.
   */
  void replaceLost(PendingQuery query) {
    WalkerTracker walkers = query.walkers;
    if (walkers == null || waiting() > 0) {
      return;
    }
    List<Integer> lost = walkers.takeLost(host.nowNanos());
    if (!lost.isEmpty()) {
      renew(query);
      lost.forEach(walker -> sendWalker(query, walker));
    }
  }

  private void sendWalker(PendingQuery query, int walker) {
    Peer first =
        walks.step(
            new UnstructuredMessage.Walk(
                query.id(),
                query.request.criteria(),
                query.request.wanted(),
                config.stepsMax() - 1,
                1,
                host.self(),
                walker),
            host.self());
    if (first != null) {
      asked(query, first, "walker " + (walker + 1) + " of " + config.walkers());
    }
  }

  /** Number of queries that wait for the rate limit here, or for a token of a neighbor. */
  public int waiting() {
    return budget.waiting() + (biased == null ? 0 : biased.waiting());
  }

  /** The tokens that this node holds and has granted; null where walks are not biased. */
  public @Nullable TokenFlowControl flow() {
    return biased == null ? null : biased.flow();
  }

  /** Sends a new neighbor its tokens and this node's index. */
  public void onLinked(Peer neighbor) {
    knowledge.onLinked(neighbor);
    if (biased != null) {
      biased.flow().greet(neighbor);
    }
  }

  /**
   * Sends neighbors their tokens and what they lack of this node's index; called with the pings.
   */
  public void maintain() {
    knowledge.maintain();
    if (biased != null) {
      biased.maintain();
    }
  }

  private void onGrant(Peer from, UnstructuredMessage.TokenGrant grant) {
    context.refuse(from, biased == null ? "tokens without flow control" : biased.take(from, grant));
  }
}
