package io.duet.experiments.world;

import io.duet.node.NodeEvent;
import io.duet.node.NodeListener;
import io.duet.node.PeerAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private final Map<PeerAddress, Integer> lives = new HashMap<>();
  private final int hopsMax;
  private final Map<Long, Integer> reaches = // the sum of TTL and hops at the start of a query
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > QUERIES_MAX;
        }
      };
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
  public void onEvent(PeerAddress node, NodeEvent event) {
    if (event instanceof NodeEvent.QueryArrived arrival) {
      checkVisit(node, arrival);
      checkTtl(arrival);
    } else if (event instanceof NodeEvent.RoleChanged) {
      forget(node);
    }
    next.onEvent(node, event);
  }

  /** Notes that a node restarts, and has forgotten the queries that it has seen. */
  void forget(PeerAddress node) {
    lives.merge(node, 1, Integer::sum);
  }

  private void checkVisit(PeerAddress node, NodeEvent.QueryArrived arrival) {
    if (!arrival.repeated() && !visits.add(arrival.query(), lifeOf(node))) {
      violated("node " + node + " did not recognise a duplicate query");
    }
  }

  /** A value for each node and incarnation; hashes of 32 bits would collide among many nodes. */
  private long lifeOf(PeerAddress node) {
    long address = (node.high() * 31 + node.low()) * 0x9E3779B97F4A7C15L + node.port();
    return address * 31 + lives.getOrDefault(node, 0);
  }

  private void checkTtl(NodeEvent.QueryArrived arrival) {
    int reach = arrival.ttl() + arrival.hops();
    if (arrival.ttl() < 0 || arrival.hops() < 1 || reach > hopsMax) {
      violated("a query arrived with TTL " + arrival.ttl() + " at hop " + arrival.hops());
    }
    if (arrival.hops() == 1) {
      reaches.merge(arrival.query(), reach, Math::max);
    } else if (reach > reaches.getOrDefault(arrival.query(), 0)) {
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
