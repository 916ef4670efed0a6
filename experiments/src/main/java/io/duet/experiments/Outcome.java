package io.duet.experiments;

/** How a search ended, judged against what the experiment knows. */
public enum Outcome {
  /** A provider that was alive when the answer came was named: success. */
  FOUND,
  /** Only providers that have crashed or left were named. */
  STALE,
  /** The overlay said that nobody has it, although a live node has. */
  NOT_FOUND,
  /** The overlay gave the search up. */
  FAILED,
  /** No live node had the content any more: nobody could have found it, so it counts for nobody. */
  GONE
}
