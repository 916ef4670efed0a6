package io.duet.experiments.result;

/** How a search ended, judged by who was alive when it was asked. */
public enum SearchOutcome {
  /** A live provider was named: success. */
  FOUND,
  /** Only providers that have crashed or left were named. */
  STALE,
  /** The overlay said that nobody has it, although a live node has. */
  NOT_FOUND,
  /** The overlay gave the search up. */
  FAILED,
  /** No live node had the content any more, so it counts for no overlay. */
  GONE
}
