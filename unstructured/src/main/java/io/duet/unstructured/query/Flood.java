package io.duet.unstructured.query;

/**
 * Asks all neighbours at once, who ask theirs, until the TTL is used up (Gnutella 0.4, 2000).
 *
 * @param ttl hops that a query lives
 * @param hopWaitNanos how long hits are awaited, for each hop
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
