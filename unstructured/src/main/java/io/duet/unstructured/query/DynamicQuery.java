package io.duet.unstructured.query;

import io.duet.node.Peer;
import io.duet.unstructured.config.SearchConfig;
import java.util.List;

/**
 * Probes a few neighbors with a small TTL, estimates from the results how rare the content is, and
 * queries one more neighbor after another until enough is found (A. Fisk, "Gnutella dynamic query
 * protocol v0.1", 2003). Each TTL follows from the number of missing results. After the last
 * neighbor, or too late for another one, it floods, and so finds what a flood finds.
 */
record DynamicQuery(SearchConfig config) implements SearchStrategy {

  private static final int TTL_OF_PROBE = 1;

  @Override
  public long next(PendingQuery query, QueryRouter router) {
    if (query.lastStage) {
      return NO_MORE;
    }
    int stage = query.stage++;
    List<Peer> links = router.linksFor(query);
    int first = stage == 0 ? 0 : config.probes() + stage - 1;
    int end = Math.min(links.size(), stage == 0 ? config.probes() : first + 1);
    int ttl = stage == 0 ? TTL_OF_PROBE : ttl(query, first, Math.max(1, links.size() - first));
    long hopWait = config.hopWaitNanos();
    boolean inTime = router.nanosLeft(query) >= ttl * hopWait + config.ttlMax() * hopWait / 2;
    return first < end && inTime
        ? router.flood(query, links.subList(first, end), ttl)
        : floodAll(query, router);
  }

  /** Floods with a new query id, because nodes that have seen the query would drop it. */
  private long floodAll(PendingQuery query, QueryRouter router) {
    query.lastStage = true;
    router.renew(query);
    return router.flood(query, config.ttlMax());
  }

  /**
   * The smallest TTL with which each remaining neighbor is expected to bring its share of the
   * missing results, if the network were a tree of the mean degree.
   */
  private int ttl(PendingQuery query, int linksUsed, int linksLeft) {
    double asked = Math.max(1, linksUsed * reach(TTL_OF_PROBE));
    double perNode = query.found() / asked;
    double needed = (query.request.wanted() - query.found()) / (double) linksLeft;
    int ttl = TTL_OF_PROBE + 1;
    while (ttl < config.ttlMax() && perNode * reach(ttl) < needed) {
      ttl++;
    }
    return Math.min(ttl, config.ttlMax());
  }

  /** Number of nodes that a flood over one link reaches in a tree: 1 + (d-1) + (d-1)^2 + … */
  private double reach(int ttl) {
    double reached = 0;
    double onHop = 1;
    for (int hop = 0; hop < ttl; hop++) {
      reached += onHop;
      onHop *= Math.max(1, config.degree() - 1);
    }
    return reached;
  }
}
