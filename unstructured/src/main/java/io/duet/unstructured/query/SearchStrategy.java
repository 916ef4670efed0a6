package io.duet.unstructured.query;

import io.duet.unstructured.config.SearchConfig;

/** Sends a node's own queries, stage by stage; one object serves all queries of the node. */
interface SearchStrategy {

  /** The strategy has no further stage. */
  long NO_MORE = 0;

  /**
   * Sends the next stage of a query that wants more results.
   *
   * @return nanoseconds to wait for hits before the following stage, or {@link #NO_MORE}
   */
  long next(PendingQuery query, QueryRouter router);

  /** The strategy that the settings name. */
  static SearchStrategy of(SearchConfig config) {
    int ttl = config.ttlMax();
    long hopWait = config.hopWaitNanos();
    return switch (config.search()) {
      case FLOOD -> new Flood(ttl, hopWait);
      case EXPANDING_RING -> new ExpandingRing(ttl, config.ringStep(), hopWait);
      case WALK, BIASED_WALK -> new RandomWalk(config.walkers(), config.stepsMax(), hopWait);
      case DYNAMIC -> new DynamicQuery(ttl, config.probes(), config.degree(), hopWait);
    };
  }
}
