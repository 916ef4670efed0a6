package io.duet.experiments.report;

import io.duet.experiments.result.QueryReach;
import java.util.Arrays;

/**
 * How far queries went, for each search; a ratio of nothing is not a number.
 *
 * @param messagesPerSearch queries that arrived at nodes, hits and questions of walkers not counted
 * @param reachedMean nodes that a search reached, counted again for each query that it sent
 * @param repeatedShare the share of arrivals at nodes that had seen the query
 * @param lastHopShare the share of reached nodes from which the query could go no further
 * @param reachShareByHop the share of reached nodes by hops from the asking node, from 0
 */
public record QuerySpread(
    double messagesPerSearch,
    double reachedMean,
    double repeatedShare,
    double lastHopShare,
    double[] reachShareByHop) {

  static QuerySpread of(QueryReach reach, int searches) {
    double reached = reach.reached();
    return new QuerySpread(
        (double) reach.arrived() / searches,
        reached / searches,
        (double) reach.repeated() / reach.arrived(),
        reach.atLastHop() / reached,
        Arrays.stream(reach.first()).mapToDouble(count -> count / reached).toArray());
  }

  /** Whether there were any. */
  public boolean isAny() {
    return messagesPerSearch > 0;
  }
}
