package io.duet.unstructured;

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
  long next(OpenQuery query, QueryRouter router);
}
