package io.duet.unstructured.query;

/**
 * Floods with TTL 1, then with larger TTLs, until enough is found (Q. Lv et al., "Search and
 * replication in unstructured peer-to-peer networks", ICS 2002, section 4.1). Each ring has a query
 * id of its own, because nodes drop queries that they have seen.
 *
 * @param ttlMax the TTL of the last ring
 * @param ttlStep difference between the TTLs of two successive rings; the first ring has TTL 1
 * @param hopWaitNanos time to wait for hits, per hop
 */
record ExpandingRing(int ttlMax, int ttlStep, long hopWaitNanos) implements SearchStrategy {

  @Override
  public long next(PendingQuery query, QueryRouter router) {
    int stage = query.nextStage();
    int ttl = Math.min(ttlMax, 1 + stage * ttlStep);
    boolean wasLast = stage > 0 && 1 + (stage - 1) * ttlStep >= ttlMax;
    if (wasLast) {
      return NO_MORE;
    }
    router.renew(query);
    router.flood(query, ttl);
    return ttl * hopWaitNanos;
  }
}
