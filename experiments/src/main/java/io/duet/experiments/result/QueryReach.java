package io.duet.experiments.result;

import java.util.Arrays;

/**
 * How far the queries of one overlay went.
 *
 * @param first arrivals at nodes that had not seen the query, by hops, longer ways counted with the
 *     last; element 0 is always 0
 * @param repeated arrivals at nodes that had seen it
 * @param atLastHop those of {@code first} that could not go on, because their TTL was used up
 */
public record QueryReach(long[] first, long repeated, long atLastHop) {

  /** No queries at all. */
  public static final QueryReach NONE = new QueryReach(new long[1], 0, 0);

  /** Nodes that queries reached, each counted once for every query. */
  public long reached() {
    return Arrays.stream(first).sum();
  }

  /** Queries that arrived anywhere. */
  public long arrived() {
    return reached() + repeated;
  }
}
