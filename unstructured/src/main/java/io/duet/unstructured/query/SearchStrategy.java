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
    return switch (config.search()) {
      case FLOOD -> new Flood(config);
      case EXPANDING_RING -> new ExpandingRing(config);
      case WALK, BIASED_WALK -> new RandomWalk(config);
      case DYNAMIC -> new DynamicQuery(config);
    };
  }

  /**
   * Sends a query to all neighbors at once; they forward it until its TTL ends (Gnutella 0.4,
   * 2000).
   */
  record Flood(SearchConfig config) implements SearchStrategy {

    @Override
    public long next(PendingQuery query, QueryRouter router) {
      return query.stage++ > 0 ? NO_MORE : router.flood(query, config.ttlMax());
    }
  }

  /**
   * Floods with TTL 1, then with larger TTLs, until enough is found (Q. Lv et al., "Search and
   * replication in unstructured peer-to-peer networks", ICS 2002, section 4.1). Each ring has a
   * query id of its own, because nodes drop queries that they have seen.
   */
  record ExpandingRing(SearchConfig config) implements SearchStrategy {

    @Override
    public long next(PendingQuery query, QueryRouter router) {
      int stage = query.stage++;
      boolean wasLast = stage > 0 && 1 + (stage - 1) * config.ringStep() >= config.ttlMax();
      if (wasLast) {
        return NO_MORE;
      }
      router.renew(query);
      return router.flood(query, Math.min(config.ttlMax(), 1 + stage * config.ringStep()));
    }
  }

  /**
   * Sends several walkers; each goes to one neighbor at a time and regularly asks its origin
   * whether to go on (Q. Lv et al., section 4.2). The next neighbor is random, or for a biased walk
   * chosen by {@code BiasedWalkRouter}. {@link WalkerTracker} selects lost walkers, which are
   * replaced.
   */
  record RandomWalk(SearchConfig config) implements SearchStrategy {

    @Override
    public long next(PendingQuery query, QueryRouter router) {
      int stage = query.stage++;
      if (stage >= config.stepsMax()) {
        return NO_MORE;
      }
      if (stage == 0) {
        router.walk(query);
      } else {
        router.replaceLost(query);
      }
      return config.hopWaitNanos();
    }
  }
}
