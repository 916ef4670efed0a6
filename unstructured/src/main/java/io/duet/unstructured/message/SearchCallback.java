package io.duet.unstructured.message;

/** Receives the result of a search, exactly once. */
@FunctionalInterface
public interface SearchCallback {

  /**
   * Takes the result.
   *
   * @param hops hops of the first hit; without a hit, the maximum number of hops
   */
  void accept(int hops, SearchResults results);
}
