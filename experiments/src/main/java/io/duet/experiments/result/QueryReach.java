package io.duet.experiments.result;

import java.util.Arrays;

/**
 * The reach of one overlay's queries.
 *
 * @param first first arrivals of a query at a node, by hops, longer paths in the last element;
 *     element 0 is always 0
 * @param repeated arrivals of duplicates
 * @param atLastHop those of {@code first} whose TTL had ended
 */
public record QueryReach(long[] first, long repeated, long atLastHop) {

  /** The nodes that queries reached, counted once per query. */
  public long reached() {
    return Arrays.stream(first).sum();
  }

  /** All arrivals. */
  public long arrived() {
    return reached() + repeated;
  }
}
