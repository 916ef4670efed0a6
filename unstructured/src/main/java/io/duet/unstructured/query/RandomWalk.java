package io.duet.unstructured.query;

/**
 * Sends some walkers, each of which goes from neighbour to neighbour at random, answers where the
 * content is, and asks at every few steps whether it is still wanted (Q. Lv et al., "Search and
 * replication in unstructured peer-to-peer networks", ICS 2002, section 4.2). Those that ask no
 * more are replaced, as {@link WalkerTracker} says.
 *
 * @param walkers how many walk at once
 * @param steps how far each walks at most
 * @param hopWaitNanos how long hits are awaited, for each step
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
