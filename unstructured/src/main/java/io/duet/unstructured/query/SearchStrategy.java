package io.duet.unstructured.query;

import io.duet.unstructured.config.SearchConfig;

/** How a node spreads its own queries, stage by stage; one object for all of them. */
interface SearchStrategy {

  /** What a strategy answers when it has asked all that it would ask. */
  long NO_MORE = 0;

  /**
   * Sends the next stage of a query that wants more results.
   *
   * @return nanoseconds to wait for hits before the stage after it, or {@link #NO_MORE} when there
   *     was none left
   */
  long next(PendingQuery query, QueryRouter router);

  /** The strategy that the settings name. */
  static SearchStrategy of(SearchConfig config) {
    int ttl = config.ttlMax();
    long hopWait = config.hopWaitNanos();
    RandomWalk walk = new RandomWalk(config.walkers(), config.stepsMax(), hopWait);
    return switch (config.search()) {
      case FLOOD -> new Flood(ttl, hopWait);
      case EXPANDING_RING -> new ExpandingRing(ttl, config.ringStep(), hopWait);
      case WALK -> walk;
      case BIASED_WALK -> new BiasedWalk(walk);
      case DYNAMIC -> new DynamicQuery(ttl, config.probes(), config.degree(), hopWait);
    };
  }
}
