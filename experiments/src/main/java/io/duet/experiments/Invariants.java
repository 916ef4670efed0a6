package io.duet.experiments;

import io.duet.node.NodeEvent;
import io.duet.node.NodeListener;
import io.duet.node.PeerAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What must hold in every simulated run, whatever happens: a query begins with no larger TTL than
 * the overlay's settings allow, and its TTL falls with every hop, so that TTL and hops together
 * never rise; a node recognises a query that it has seen; and what an overlay's own check tells.
 * The first violation and their number are kept.
 */
final class Invariants implements NodeListener {
  private static final int QUERIES_MAX = 1 << 16;

  private final NodeListener next;
  private final RecentPairs visits = new RecentPairs();
  private final Map<PeerAddress, Integer> lives = new HashMap<>();
  private final int hopsMax;
  private final Map<Long, Integer> reaches = // TTL and hops together, where a query began
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > QUERIES_MAX;
        }
      };
  private long violations;
  private String first = "";

  /**
   * A checker that has seen nothing, and passes on what it hears.
   *
   * @param hopsMax the most hops that a query may take
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

  /** Notes that a node begins anew, and knows nothing of what it has seen before. */
  void forget(PeerAddress node) {
    lives.merge(node, 1, Integer::sum);
  }

  private void checkVisit(PeerAddress node, NodeEvent.QueryArrived arrival) {
    if (!arrival.repeated() && !visits.add(arrival.query(), lifeOf(node))) {
      violated("node " + node + " did not recognise a duplicate query");
    }
  }

  /** Differs by node and by life: among many nodes, some two have the same hash of 32 bits. */
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
   * Ends the run if something did not hold.
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
