package io.duet.unstructured.query;

/**
 * Sends several walkers; each goes to one neighbor at a time and regularly asks its origin whether
 * to go on (Q. Lv et al., "Search and replication in unstructured peer-to-peer networks", ICS 2002,
 * section 4.2). The next neighbor is random, or for a biased walk chosen by {@code
 * BiasedWalkRouter}. {@link WalkerTracker} selects lost walkers, which are replaced.
 *
 * @param walkers number of walkers at once
 * @param steps maximum number of steps of each walker
 * @param hopWaitNanos time to wait for hits, per step
 */
record RandomWalk(int walkers, int steps, long hopWaitNanos) implements SearchStrategy {

  @Override
  public long next(PendingQuery query, QueryRouter router) {
    int stage = query.nextStage();
    if (stage >= steps) {
      return NO_MORE;
    }
    if (stage == 0) {
      router.walk(query, walkers, steps);
    } else {
      router.replaceLost(query, steps);
    }
    return hopWaitNanos;
  }
}
