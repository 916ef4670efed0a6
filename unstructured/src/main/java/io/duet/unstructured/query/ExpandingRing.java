package io.duet.unstructured.query;

/**
 * Floods with a small TTL first, and with a larger one each time that too little was found (Q. Lv
 * et al., "Search and replication in unstructured peer-to-peer networks", ICS 2002, section 4.1).
 * Each ring is a query of its own, because nodes recognise what they have seen.
 *
 * @param ttlMax the TTL of the last ring
 * @param ttlStep by how much each ring is wider than the one before; the first has TTL 1
 * @param hopWaitNanos how long hits are awaited, for each hop
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
