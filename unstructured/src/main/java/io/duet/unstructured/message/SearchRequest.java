package io.duet.unstructured.message;

/**
 * A search of a node's user.
 *
 * @param wanted number of results at which the search ends
 * @param whenDone called once, at the end of the search
 */
public record SearchRequest(SearchCriteria criteria, int wanted, Callback whenDone) {

  /** Receives the results of a search. */
  @FunctionalInterface
  public interface Callback {

    /**
     * Takes the results.
     *
     * @param hops hops of the first hit; without a hit, the maximum number of hops
     */
    void accept(int hops, SearchResults found);
  }
}
