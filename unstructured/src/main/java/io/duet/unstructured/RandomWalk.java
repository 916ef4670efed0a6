package io.duet.unstructured;

/**
 * Sends some walkers, each of which goes from neighbour to neighbour at random, answers where the
 * content is, and asks at every few steps whether it is still wanted (Q. Lv et al., "Search and
 * replication in unstructured peer-to-peer networks", ICS 2002, section 4.2).
 *
 * @param walkers how many walk at once
 * @param steps how far each walks at most
 * @param hopWaitNanos how long hits are awaited, for each step
 */
record RandomWalk(int walkers, int steps, long hopWaitNanos) implements SearchStrategy {

  @Override
  public long next(OpenQuery query, QueryRouter router) {
    if (query.nextStage() > 0) {
      return NO_MORE;
    }
    router.walk(query, walkers, steps);
    return steps * hopWaitNanos;
  }
}
