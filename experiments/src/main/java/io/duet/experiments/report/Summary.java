package io.duet.experiments.report;

import io.duet.experiments.Outcome;
import io.duet.experiments.OverlayResult;
import io.duet.experiments.SearchRecord;
import io.duet.node.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * One overlay's race in numbers. Hops and latency are those of successful searches; a ratio of
 * nothing is not a number.
 *
 * @param successRatio successful searches among those for content that some live node still had
 * @param successBeforeCrash the same before the crash; equal to {@code successRatio} without one
 * @param successHealed the same in the last fifth of the searching time
 * @param outcomes searches by outcome
 * @param pathLengthMean mean hops without the last step to the key's owner
 * @param messagesPerSearch messages with purpose SEARCH, replies included, by all searches
 * @param bytesPerSearch their bytes
 * @param maintenanceBytesPerNodeSecond bytes with purpose MAINTENANCE per second that a node lived
 * @param loadGini how unequally the SEARCH messages were received, over all nodes, extra ones
 *     included
 */
public record Summary(
    OverlayResult result,
    double successRatio,
    double successBeforeCrash,
    double successHealed,
    Map<Outcome, Long> outcomes,
    Quantiles hops,
    double pathLengthMean,
    Quantiles latencySeconds,
    double messagesPerSearch,
    double bytesPerSearch,
    double maintenanceBytesPerNodeSecond,
    double loadGini) {

  private static final double HEALED_FROM = 0.8;

  /**
   * Sums up what an overlay did.
   *
   * @param crashAtNanos when nodes crashed, since the first search was due; negative for never
   * @param durationNanos the time over which searches were spread
   */
  public static Summary of(OverlayResult result, long crashAtNanos, long durationNanos) {
    List<SearchRecord> all = result.searches();
    double[] paths = found(all, SearchRecord::pathLength);
    double count = all.size();
    return new Summary(
        result,
        success(all, search -> true),
        success(all, search -> crashAtNanos < 0 || search.atNanos() < crashAtNanos),
        success(all, search -> search.atNanos() >= HEALED_FROM * durationNanos),
        Outcomes.count(all),
        new Quantiles(found(all, SearchRecord::hops)),
        new Quantiles(paths).mean(),
        new Quantiles(found(all, search -> search.latencyNanos() / 1e9)),
        result.messages().getOrDefault(Purpose.SEARCH, 0L) / count,
        result.bytes().getOrDefault(Purpose.SEARCH, 0L) / count,
        result.bytes().getOrDefault(Purpose.MAINTENANCE, 0L) / result.nodeSeconds(),
        Gini.of(result.searchLoad()));
  }

  private static double success(List<SearchRecord> all, Predicate<SearchRecord> when) {
    long possible = all.stream().filter(when).filter(s -> s.outcome() != Outcome.GONE).count();
    long found = all.stream().filter(when).filter(s -> s.outcome() == Outcome.FOUND).count();
    return possible == 0 ? Double.NaN : (double) found / possible;
  }

  private static double[] found(List<SearchRecord> all, ToDoubleFunction<SearchRecord> value) {
    return all.stream()
        .filter(search -> search.outcome() == Outcome.FOUND)
        .mapToDouble(value)
        .toArray();
  }

  /** Messages with this purpose by all searches. */
  public double messagesPerSearch(Purpose purpose) {
    double searches = result.searches().size();
    return result.messages().getOrDefault(purpose, 0L) / searches;
  }

  /** The searches that ended so. */
  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** How many nodes received any message with purpose SEARCH. */
  public long loadedNodes() {
    return Arrays.stream(result.searchLoad()).filter(load -> load > 0).count();
  }
}
