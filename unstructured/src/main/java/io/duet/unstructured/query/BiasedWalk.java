package io.duet.unstructured.query;

/**
 * Sends walkers, each of which goes to the neighbour of the highest capacity that has room for it,
 * as {@code BiasedWalkRouter} says.
 *
 * @param walk how many walk, and how far
 */
record BiasedWalk(RandomWalk walk) implements SearchStrategy {

  @Override
  public long next(PendingQuery query, QueryRouter router) {
    return walk.next(query, router);
  }
}
