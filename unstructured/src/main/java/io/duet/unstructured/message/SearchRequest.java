package io.duet.unstructured.message;

import io.duet.overlay.trace.SearchTrace;
import org.jspecify.annotations.Nullable;

/**
 * A search of a node's user.
 *
 * @param wanted number of results at which the search ends
 * @param trace where the steps of the search are noted; null for a search without a trace
 * @param whenDone called once, at the end of the search
 */
public record SearchRequest(
    SearchCriteria criteria, int wanted, @Nullable SearchTrace trace, Callback whenDone) {

  /** A search without a trace. */
  public SearchRequest(SearchCriteria criteria, int wanted, Callback whenDone) {
    this(criteria, wanted, null, whenDone);
  }

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
