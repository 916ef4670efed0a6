package io.duet.unstructured.query;

import io.duet.node.PeerAddress;
import java.util.List;

/**
 * Probes over a few links with a small TTL, reckons from the results how rare the content is, and
 * goes on over one link at a time, each with a TTL that suits what is missing, until there are
 * enough results (A. Fisk, "Gnutella dynamic query protocol v0.1", 2003). When the links are used
 * up, or the time for one more, it floods: so it finds what a flood would find.
 *
 * @param ttlMax the largest TTL
 * @param probes links of the probe
 * @param degree the mean number of links of a node, by which the reach of a TTL is reckoned
 * @param hopWaitNanos how long hits are awaited, for each hop
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
    List<PeerAddress> links = router.linksFor(query);
    int first = stage == 0 ? 0 : probes + stage - 1;
    int end = Math.min(links.size(), stage == 0 ? probes : first + 1);
    int ttl = stage == 0 ? TTL_OF_PROBE : ttl(query, first, Math.max(1, links.size() - first));
    boolean inTime = router.nanosLeft(query) >= ttl * hopWaitNanos + ttlMax * hopWaitNanos / 2;
    return first < end && inTime
        ? ask(query, links.subList(first, end), ttl, router)
        : askAll(query, router);
  }

  private long ask(PendingQuery query, List<PeerAddress> links, int ttl, QueryRouter router) {
    router.flood(query, links, ttl);
    return ttl * hopWaitNanos;
  }

  /** A flood anew, because nodes which have seen the query would not forward it. */
  private long askAll(PendingQuery query, QueryRouter router) {
    query.setLastStage();
    router.renew(query);
    router.flood(query, ttlMax);
    return ttlMax * hopWaitNanos;
  }

  /**
   * The smallest TTL that promises, over each of the links that are left, its share of the missing
   * results; the asked nodes are taken for as many as a tree of this degree would have.
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

  /** Nodes that a flood over one link reaches: 1 + (d-1) + (d-1)^2 + … in a tree of degree d. */
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
