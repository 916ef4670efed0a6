package io.duet.unstructured.query;

/**
 * Sends a query to all neighbors at once; they forward it until its TTL ends (Gnutella 0.4, 2000).
 *
 * @param ttl number of hops that a query may go
 * @param hopWaitNanos time to wait for hits, per hop
 */
record Flood(int ttl, long hopWaitNanos) implements SearchStrategy {

  @Override
  public long next(PendingQuery query, QueryRouter router) {
    if (query.nextStage() > 0) {
      return NO_MORE;
    }
    router.flood(query, ttl);
    return ttl * hopWaitNanos;
  }
}
