package io.duet.unstructured;

/**
 * Sends walkers, each of which goes to the neighbour of the highest capacity that has room for it,
 * as {@link BiasedSteps} says.
 *
 * @param walk how many walk, and how far
 */
record BiasedWalk(RandomWalk walk) implements SearchStrategy {

  @Override
  public long next(OpenQuery query, QueryRouter router) {
    return walk.next(query, router);
  }
}
