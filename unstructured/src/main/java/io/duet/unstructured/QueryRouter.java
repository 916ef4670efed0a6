package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.PendingRequests;
import io.duet.node.ReplyHandler;
import io.duet.node.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spreads queries over the links of a node and brings hits back on the way on which the query came
 * first, as Gnutella 0.4 does: so no hit is sent to an address that a query only claims.
 *
 * <p>Messages in and out: Query, Walk, StillWanted, Wanted, QueryHit. Timers: {@link Stage}.
 * Invariants: the TTL of a query falls with each hop, and TTL and hops never exceed this node's own
 * bound; a flooded query that comes again is dropped, and a walker is passed on unanswered; only so
 * many hits for one query pass as it wants.
 */
final class QueryRouter {
  private static final int OPEN_MAX = 4_096;

  /** What this node knows itself. */
  @FunctionalInterface
  interface Index {
    Findings find(Question question, int wanted);
  }

  /** Rings when the hits of a stage of a query had their time. */
  record Stage(OpenQuery query) implements Timer {}

  private final Host host;
  private final PendingRequests pending;
  private final Links links;
  private final SearchConfig config;
  private final Index index;
  private final SeenQueries seen;
  private final Map<Long, OpenQuery> open = new LinkedHashMap<>(2);

  /** A router without open queries. */
  QueryRouter(Host host, PendingRequests pending, Links links, SearchConfig config, Index index) {
    this.host = host;
    this.pending = pending;
    this.links = links;
    this.config = config;
    this.index = index;
    this.seen = new SeenQueries(2 * config.deadlineNanos());
  }

  // --- this node's own queries

  /** Answers from this node's own index, or begins a new query; too many at once find nothing. */
  void search(Question question, int wanted, OpenQuery.WhenDone whenDone) {
    long deadline = host.nowNanos() + config.deadlineNanos();
    OpenQuery query = new OpenQuery(question, wanted, deadline, whenDone);
    query.take(0, index.find(question, wanted));
    if (query.isSatisfied() || open.size() >= OPEN_MAX) {
      query.end(0, query.isSatisfied());
    } else {
      renew(query);
      advance(query);
    }
  }

  /** Nanoseconds until a query ends in any case. */
  long nanosLeft(OpenQuery query) {
    return query.deadline() - host.nowNanos();
  }

  /** Gives a query a new number, so that nodes which have seen it take it for another. */
  void renew(OpenQuery query) {
    long id = host.random().nextLong();
    query.ids().add(id);
    seen.add(id, host.self(), host.nowNanos(), query.wanted());
    open.put(id, query);
  }

  private void advance(OpenQuery query) {
    long left = nanosLeft(query);
    long wait = left <= 0 ? SearchStrategy.NO_MORE : config.strategy().next(query, this);
    if (wait == SearchStrategy.NO_MORE) {
      finish(query, left > 0);
    } else {
      host.setTimer(new Stage(query), Math.min(wait, left));
    }
  }

  void onStage(Stage stage) {
    if (open.get(stage.query().id()) == stage.query()) {
      advance(stage.query());
    }
  }

  private void finish(OpenQuery query, boolean askedAll) {
    query.ids().forEach(open::remove);
    query.end(config.ttlMax(), askedAll);
  }

  // --- what strategies send

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
    for (int i = 0; i < walkers; i++) {
      step(
          new UnstructuredMessage.Walk(
              query.id(), query.question(), query.wanted(), steps - 1, 1, host.self()),
          host.self());
    }
  }

  // --- queries of others

  void onQuery(PeerAddress from, UnstructuredMessage.Query query) {
    if (query.hops() < 1 || query.ttl() + query.hops() > config.ttlMax()) {
      host.emit(new NodeEvent.MessageRefused(from, "TTL out of range"));
      return;
    }
    boolean first = seen.add(query.id(), from, host.nowNanos(), query.wanted());
    host.emit(new NodeEvent.QueryArrived(query.id(), query.ttl(), query.hops(), !first));
    if (first) {
      answer(from, query.id(), query.hops(), query.question(), query.wanted());
      if (query.ttl() > 0) {
        send(query.oneHopFarther(), links.targets(query.id()), from);
      }
    }
  }

  private int answer(PeerAddress to, long id, int hops, Question question, int wanted) {
    Findings found = index.find(question, wanted);
    if (found.count() > 0) {
      host.send(to, new UnstructuredMessage.QueryHit(id, hops, found));
    }
    return found.count();
  }

  private void send(
      UnstructuredMessage.Query query, List<PeerAddress> neighbors, PeerAddress from) {
    for (int i = 0; i < neighbors.size(); i++) {
      if (!neighbors.get(i).equals(from)) {
        host.send(neighbors.get(i), query);
      }
    }
  }

  void onWalk(PeerAddress from, UnstructuredMessage.Walk walk) {
    if (walk.hops() < 1 || walk.ttl() + walk.hops() > config.stepsMax()) {
      host.emit(new NodeEvent.MessageRefused(from, "TTL out of range"));
      return;
    }
    boolean first = seen.add(walk.id(), from, host.nowNanos(), walk.wanted());
    host.emit(new NodeEvent.QueryArrived(walk.id(), walk.ttl(), walk.hops(), !first));
    int found = first ? answer(from, walk.id(), walk.hops(), walk.question(), walk.wanted()) : 0;
    if (walk.ttl() > 0 && found < walk.wanted()) {
      goOn(from, walk.oneHopFarther());
    }
  }

  private void goOn(PeerAddress from, UnstructuredMessage.Walk walk) {
    boolean checksBack = (walk.hops() - 1) % config.checkBack() == 0;
    if (checksBack && !walk.origin().equals(host.self())) {
      new CheckBack(walk, from).ask();
    } else if (!walk.origin().equals(host.self()) || open.containsKey(walk.id())) {
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
          id -> new UnstructuredMessage.StillWanted(id, walk.id()),
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
    boolean wanted = open.containsKey(question.query());
    host.send(from, new UnstructuredMessage.Wanted(question.requestId(), wanted));
  }

  /** Sends a walker to a neighbour to which this node has sent none for this query, if it can. */
  private void step(UnstructuredMessage.Walk walk, PeerAddress from) {
    List<PeerAddress> neighbors = links.targets(walk.id());
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
    long mixed = (id ^ host.self().hashCode() * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return (int) Long.remainderUnsigned((mixed >>> 32) + i, size);
  }

  // --- hits

  void onHit(PeerAddress from, UnstructuredMessage.QueryHit hit) {
    PeerAddress back = seen.from(hit.id());
    int hopsMax = Math.max(config.ttlMax(), config.stepsMax());
    if (back == null || hit.hops() < 1 || hit.hops() > hopsMax || hit.found().count() == 0) {
      host.emit(new NodeEvent.MessageRefused(from, "hit for no query"));
    } else if (!seen.countHit(hit.id())) {
      return; // enough hits have passed: more of a popular content are no fault of the sender
    } else if (!back.equals(host.self())) {
      host.send(back, hit);
    } else {
      take(from, hit);
    }
  }

  /** Hits that come after the end find their query closed. */
  private void take(PeerAddress from, UnstructuredMessage.QueryHit hit) {
    OpenQuery query = open.get(hit.id());
    if (query != null && !hit.found().answer(query.question())) {
      host.emit(new NodeEvent.MessageRefused(from, "hit that is no answer"));
    } else if (query != null) {
      query.take(hit.hops(), hit.found());
      if (query.isSatisfied()) {
        finish(query, true);
      }
    }
  }

  /** The numbers of this node's own queries that are under way. */
  List<Long> ids() {
    return List.copyOf(open.keySet());
  }

  /** How many queries of this node's own are under way. */
  int open() {
    return open.size();
  }
}
