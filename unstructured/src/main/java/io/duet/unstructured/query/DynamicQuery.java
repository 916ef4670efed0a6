package io.duet.unstructured.query;

import io.duet.node.Peer;
import java.util.List;

/**
 * Probes a few neighbors with a small TTL, estimates from the results how rare the content is, and
 * queries one more neighbor after another until enough is found (A. Fisk, "Gnutella dynamic query
 * protocol v0.1", 2003). Each TTL follows from the number of missing results. After the last
 * neighbor, or too late for another one, it floods, and so finds what a flood finds.
 *
 * @param ttlMax the largest TTL
 * @param probes number of neighbors in the probe
 * @param degree mean number of neighbors of a node; determines how many nodes a TTL reaches
 * @param hopWaitNanos time to wait for hits, per hop
 */
record DynamicQuery(int ttlMax, int probes, int degree, long hopWaitNanos)
    implements SearchStrategy {

  private static final int TTL_OF_PROBE = 1;

  @Override
  public long next(PendingQuery query, QueryRouter router) {
    if (query.isLastStage()) {
      return NO_MORE;
    }
    int stage = query.nextStage();
    List<Peer> links = router.linksFor(query);
    int first = stage == 0 ? 0 : probes + stage - 1;
    int end = Math.min(links.size(), stage == 0 ? probes : first + 1);
    int ttl = stage == 0 ? TTL_OF_PROBE : ttl(query, first, Math.max(1, links.size() - first));
    boolean inTime = router.nanosLeft(query) >= ttl * hopWaitNanos + ttlMax * hopWaitNanos / 2;
    return first < end && inTime
        ? ask(query, links.subList(first, end), ttl, router)
        : askAll(query, router);
  }

  private long ask(PendingQuery query, List<Peer> links, int ttl, QueryRouter router) {
    router.flood(query, links, ttl);
    return ttl * hopWaitNanos;
  }

  /** Floods with a new query id, because nodes that have seen the query would drop it. */
  private long askAll(PendingQuery query, QueryRouter router) {
    query.setLastStage();
    router.renew(query);
    router.flood(query, ttlMax);
    return ttlMax * hopWaitNanos;
  }

  /**
   * The smallest TTL with which each remaining neighbor is expected to bring its share of the
   * missing results, if the network were a tree of this degree.
   */
  private int ttl(PendingQuery query, int linksUsed, int linksLeft) {
    double asked = Math.max(1, linksUsed * reach(TTL_OF_PROBE));
    double perNode = query.found() / asked;
    double needed = (query.wanted() - query.found()) / (double) linksLeft;
    int ttl = TTL_OF_PROBE + 1;
    while (ttl < ttlMax && perNode * reach(ttl) < needed) {
      ttl++;
    }
    return Math.min(ttl, ttlMax);
  }

  /** Number of nodes that a flood over one link reaches in a tree: 1 + (d-1) + (d-1)^2 + … */
  private double reach(int ttl) {
    double reached = 0;
    double onHop = 1;
    for (int hop = 0; hop < ttl; hop++) {
      reached += onHop;
      onHop *= Math.max(1, degree - 1);
    }
    return reached;
  }
}
