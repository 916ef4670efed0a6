package io.duet.unstructured;

/** Receives the result of a search, exactly once. */
@FunctionalInterface
interface SearchCallback {

  /**
   * Takes the result.
   *
   * @param hops hops of the first hit; without a hit, the hops that were tried
   */
  void accept(int hops, Findings findings);
}
