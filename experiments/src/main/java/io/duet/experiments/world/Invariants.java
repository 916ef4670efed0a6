package io.duet.experiments.world;

import io.duet.bounded.BoundedMap;
import io.duet.bounded.Mixing;
import io.duet.node.NodeEvent;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.QueryEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks the invariants of every simulated run. A query begins with no larger TTL than the
 * overlay's settings allow; the sum of its TTL and hops never rises; a node recognises a duplicate
 * query; and the overlay's own check finds no violation. Keeps the first violation and their
 * number.
 */
final class Invariants implements NodeListener {
  private static final int QUERIES_MAX = 1 << 16;

  private final NodeListener next;
  private final RecentPairs visits = new RecentPairs();
  private final Map<Peer, Integer> lives = new HashMap<>();
  private final int hopsMax;

  /** The sum of TTL and hops at the start of each query. */
  private final BoundedMap<Long, Integer> reaches = new BoundedMap<>(QUERIES_MAX);

  private long violations;
  private String first = "";

  /**
   * A checker without observations, which passes all events on.
   *
   * @param hopsMax the largest number of hops of a query
   */
  Invariants(NodeListener next, int hopsMax) {
    this.next = next;
    this.hopsMax = hopsMax;
  }

  @Override
  public void onEvent(Peer node, NodeEvent event) {
    if (event instanceof QueryEvent.Arrived arrival) {
      checkVisit(node, arrival);
      checkTtl(arrival);
    } else if (event instanceof OverlayEvent.RoleChanged) {
      forget(node);
    }
    next.onEvent(node, event);
  }

  /** Notes that a node restarts, and has forgotten the queries that it has seen. */
  void forget(Peer node) {
    lives.merge(node, 1, Integer::sum);
  }

  private void checkVisit(Peer node, QueryEvent.Arrived arrival) {
    if (!arrival.repeated() && !visits.add(arrival.query(), lifeOf(node))) {
      violated("node " + node + " did not recognise a duplicate query");
    }
  }

  /** A value for each node and incarnation; hashes of 32 bits would collide among many nodes. */
  private long lifeOf(Peer node) {
    PeerAddress at = node.address();
    long address = (at.high() * 31 + at.low()) * Mixing.GOLDEN + at.port();
    return address * 31 + lives.getOrDefault(node, 0);
  }

  private void checkTtl(QueryEvent.Arrived arrival) {
    int reach = arrival.ttl() + arrival.hops();
    Integer known = reaches.get(arrival.query());
    if (arrival.ttl() < 0 || arrival.hops() < 1 || reach > hopsMax) {
      violated("a query arrived with TTL " + arrival.ttl() + " at hop " + arrival.hops());
    }
    if (arrival.hops() == 1) {
      reaches.put(arrival.query(), known == null ? reach : Math.max(known, reach));
    } else if (known == null || reach > known) {
      violated("the TTL of a query rose to " + arrival.ttl() + " at hop " + arrival.hops());
    }
  }

  void violated(String what) {
    first = violations == 0 ? what : first;
    violations++;
  }

  /**
   * Ends the run if an invariant was violated.
   *
   * @throws IllegalStateException with the first violation and their number
   */
  void assertKept(String overlay) {
    if (violations > 0) {
      throw new IllegalStateException(
          overlay + " violated an invariant " + violations + " times; first: " + first);
    }
  }
}
