package io.duet.experiments.result;

/** The outcome of a search, judged by the nodes that were alive when it started. */
public enum SearchOutcome {
  /** The answer names a live provider: success. */
  FOUND,
  /** The answer names only providers that have crashed or left. */
  STALE,
  /** The answer names no provider, although a live node has the content. */
  NOT_FOUND,
  /** The overlay gave the search up. */
  FAILED,
  /** No live node had the content any more; the search counts for no overlay. */
  GONE
}
