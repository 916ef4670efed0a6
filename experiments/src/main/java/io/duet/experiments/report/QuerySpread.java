package io.duet.experiments.report;

import io.duet.experiments.result.QueryReach;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The reach of queries per search.
 *
 * @param messagesPerSearch queries that arrived at nodes, without hits and walker checks
 * @param reachedMean nodes that a search reached, counted once per query
 * @param repeatedShare the share of duplicates among arrivals
 * @param lastHopShare the share of reached nodes at which the TTL ended
 * @param reachShareByHop the share of reached nodes by hops from the origin, from 0
 */
public record QuerySpread(
    double messagesPerSearch,
    double reachedMean,
    double repeatedShare,
    double lastHopShare,
    double[] reachShareByHop) {

  static @Nullable QuerySpread of(QueryReach reach, int searches) {
    if (reach.arrived() == 0) {
      return null;
    }
    double reached = reach.reached();
    return new QuerySpread(
        (double) reach.arrived() / searches,
        reached / searches,
        (double) reach.repeated() / reach.arrived(),
        reach.atLastHop() / reached,
        Arrays.stream(reach.first()).mapToDouble(count -> count / reached).toArray());
  }
}
