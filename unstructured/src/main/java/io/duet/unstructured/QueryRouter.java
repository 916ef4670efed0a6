package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Floods queries over the links of a node, each at most once, and brings hits back on the way on
 * which the query came, as Gnutella 0.4 does: so no hit is sent to an address that a query only
 * claims.
 *
 * <p>Messages in and out: Query, QueryHit. Timers: {@link Overdue}. Invariants: the TTL of a query
 * falls with each hop and never exceeds this node's own; a query that comes again is dropped; at
 * most sixteen hits for one query pass.
 */
final class QueryRouter {
  private static final int OPEN_MAX = 4_096;

  /** Takes the first hit of a query; or no providers, when none came in time. */
  @FunctionalInterface
  interface WhenDone {
    void accept(int hops, List<PeerAddress> providers);
  }

  /** Rings when no hit has come in time. */
  record Overdue(long id) implements Timer {}

  private final Host host;
  private final Links links;
  private final int ttl;
  private final long deadlineNanos;
  private final Function<Key, List<PeerAddress>> index;
  private final SeenQueries seen;
  private final Map<Long, WhenDone> open = new LinkedHashMap<>(2);

  /**
   * A router without open queries.
   *
   * @param index the providers that this node knows itself, by key
   */
  QueryRouter(
      Host host, Links links, int ttl, long deadlineNanos, Function<Key, List<PeerAddress>> index) {
    this.host = host;
    this.links = links;
    this.ttl = ttl;
    this.deadlineNanos = deadlineNanos;
    this.index = index;
    this.seen = new SeenQueries(2 * deadlineNanos);
  }

  /** Answers from this node's own index, or floods a new query. */
  void search(Key key, WhenDone whenDone) {
    List<PeerAddress> own = index.apply(key);
    if (!own.isEmpty() || open.size() >= OPEN_MAX) {
      whenDone.accept(0, own);
      return;
    }
    long id = host.random().nextLong();
    seen.add(id, host.self(), host.nowNanos());
    open.put(id, whenDone);
    host.setTimer(new Overdue(id), deadlineNanos);
    forward(new UnstructuredMessage.Query(id, key, ttl - 1, 1), host.self());
  }

  void onQuery(PeerAddress from, UnstructuredMessage.Query query) {
    if (query.hops() < 1 || query.ttl() + query.hops() > ttl) {
      host.emit(new NodeEvent.MessageRefused(from, "TTL out of range"));
    } else if (seen.add(query.id(), from, host.nowNanos())) {
      List<PeerAddress> found = index.apply(query.key());
      if (!found.isEmpty()) {
        host.send(from, new UnstructuredMessage.QueryHit(query.id(), query.hops(), found));
      }
      if (query.ttl() > 0) {
        forward(oneHopFarther(query), from);
      }
    }
  }

  private static UnstructuredMessage.Query oneHopFarther(UnstructuredMessage.Query query) {
    return new UnstructuredMessage.Query(
        query.id(), query.key(), query.ttl() - 1, query.hops() + 1);
  }

  private void forward(UnstructuredMessage.Query query, PeerAddress from) {
    List<PeerAddress> neighbors = links.neighbors();
    for (int i = 0; i < neighbors.size(); i++) {
      if (!neighbors.get(i).equals(from)) {
        host.send(neighbors.get(i), query);
      }
    }
  }

  void onHit(PeerAddress from, UnstructuredMessage.QueryHit hit) {
    PeerAddress back = seen.from(hit.id());
    if (back == null || hit.hops() < 1 || hit.hops() > ttl || hit.providers().isEmpty()) {
      host.emit(new NodeEvent.MessageRefused(from, "hit for no query"));
    } else if (!seen.countHit(hit.id())) {
      return; // enough hits have passed: more of a popular content are no fault of the sender
    } else if (!back.equals(host.self())) {
      host.send(back, hit);
    } else {
      finish(hit.id(), hit.hops(), hit.providers());
    }
  }

  void onOverdue(Overdue timer) {
    finish(timer.id(), ttl, List.of());
  }

  /** The first hit ends a query; later ones find it closed. */
  private void finish(long id, int hops, List<PeerAddress> providers) {
    WhenDone whenDone = open.remove(id);
    if (whenDone != null) {
      whenDone.accept(hops, providers);
    }
  }
}
