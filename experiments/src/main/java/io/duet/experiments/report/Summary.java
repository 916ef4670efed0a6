package io.duet.experiments.report;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import io.duet.node.TrafficClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one overlay in a race. Hops and latency are those of successful searches; ratios
 * without a basis are NaN.
 *
 * @param successRatio successful searches among those for content that some live node still had
 * @param successBeforeCrash the same before the crash; equal to {@code successRatio} without one
 * @param successHealed the same in the last fifth of the searching time
 * @param outcomes searches by outcome
 * @param hopsHealedMean mean hops in the last fifth of the searching time
 * @param pathLengthMean mean hops without the last step to the key's owner
 * @param pathLengthShares the share of successful searches by path length, from 0 to {@link
 *     #PATH_LENGTH_MAX}, longer ones counted there
 * @param timeoutsMean mean timeouts of successful searches
 * @param lookupSeconds the time until the key's owner was known, on overlays with owners
 * @param lookupSecondsByPath its mean by path length; NaN if no search has that length
 * @param messagesPerSearch messages of class SEARCH, with replies, divided by all searches
 * @param bytesPerSearch their bytes
 * @param maintenanceBytesPerNodeSecond bytes of class MAINTENANCE per live node and second
 * @param bytesPerNodeSecond bytes of all classes per live node and second
 * @param packetBytesPerNodeSecond the same as in published comparisons: 20 bytes per message and 4
 *     bytes per address in it (J. Li et al., INFOCOM 2005, section III); simulations only
 * @param recordsKept the provider records of the workload's nodes at the end
 * @param loadGini the Gini coefficient of received SEARCH messages, over all nodes with extra ones
 * @param queries the reach of queries
 * @param copies the copies in path caches at the end
 * @param loads the load of nodes, by role
 */
public record Summary(
    OverlayResult result,
    double successRatio,
    double successBeforeCrash,
    double successHealed,
    Map<SearchOutcome, Long> outcomes,
    Quantiles hops,
    double hopsHealedMean,
    double pathLengthMean,
    double[] pathLengthShares,
    double timeoutsMean,
    Quantiles latencySeconds,
    Quantiles lookupSeconds,
    double[] lookupSecondsByPath,
    double messagesPerSearch,
    double bytesPerSearch,
    double maintenanceBytesPerNodeSecond,
    double bytesPerNodeSecond,
    double packetBytesPerNodeSecond,
    Quantiles recordsKept,
    double loadGini,
    QuerySpread queries,
    ReplicaCounts copies,
    List<RoleLoad> loads) {

  /** Longer paths are counted as paths of this length. */
  public static final int PATH_LENGTH_MAX = 24;

  private static final double HEALED_FROM = 0.8;
  private static final int PACKET_BYTES = 20;
  private static final int ADDRESS_BYTES = 4;

  /**
   * The figures of an overlay's results.
   *
   * @param crashAtNanos the time of the crash since the first search was due; negative if none
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
        success(healed(all, durationNanos), search -> true),
        all.stream().collect(groupingBy(SearchRecord::outcome, counting())),
        new Quantiles(found(all, SearchRecord::hops)),
        new Quantiles(found(healed(all, durationNanos), SearchRecord::hops)).mean(),
        new Quantiles(paths).mean(),
        shares(paths),
        new Quantiles(found(all, SearchRecord::timeouts)).mean(),
        new Quantiles(found(all, search -> search.latencyNanos() / 1e9)),
        new Quantiles(lookups(all)),
        lookupsByPath(all),
        result.messages().getOrDefault(TrafficClass.SEARCH, 0L) / count,
        result.bytes().getOrDefault(TrafficClass.SEARCH, 0L) / count,
        result.bytes().getOrDefault(TrafficClass.MAINTENANCE, 0L) / result.nodeSeconds(),
        sum(result.bytes()) / result.nodeSeconds(),
        packetBytes(result) / result.nodeSeconds(),
        recordsKept(result),
        Gini.of(result.searchLoad()),
        QuerySpread.of(result.queries(), all.size()),
        ReplicaCounts.of(result),
        RoleLoad.of(result.loads()));
  }

  private static List<SearchRecord> healed(List<SearchRecord> all, long durationNanos) {
    return all.stream().filter(s -> s.atNanos() >= HEALED_FROM * durationNanos).toList();
  }

  private static double[] shares(double[] paths) {
    double[] shares = new double[PATH_LENGTH_MAX + 1];
    for (double path : paths) {
      shares[(int) Math.min(path, PATH_LENGTH_MAX)] += 1.0 / paths.length;
    }
    return shares;
  }

  private static double[] lookups(List<SearchRecord> all) {
    return found(
        all.stream().filter(search -> search.lookupNanos() >= 0).toList(),
        search -> search.lookupNanos() / 1e9);
  }

  private static double[] lookupsByPath(List<SearchRecord> all) {
    double[] means = new double[PATH_LENGTH_MAX];
    for (int length = 0; length < PATH_LENGTH_MAX; length++) {
      int exactly = length;
      means[length] =
          new Quantiles(lookups(all.stream().filter(s -> s.pathLength() == exactly).toList()))
              .mean();
    }
    return means;
  }

  private static double sum(Map<TrafficClass, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }

  private static double packetBytes(OverlayResult result) {
    return PACKET_BYTES * sum(result.messages()) + (double) ADDRESS_BYTES * result.addresses();
  }

  private static Quantiles recordsKept(OverlayResult result) {
    return new Quantiles(
        Arrays.stream(result.recordsKept()).limit(result.nodes()).asDoubleStream().toArray());
  }

  /** The failures per 10,000 searches for content of live nodes. */
  public double failuresPer10000() {
    return 10_000 * (1 - successRatio);
  }

  private static double success(List<SearchRecord> all, Predicate<SearchRecord> when) {
    long possible =
        all.stream().filter(when).filter(s -> s.outcome() != SearchOutcome.GONE).count();
    long found = all.stream().filter(when).filter(s -> s.outcome() == SearchOutcome.FOUND).count();
    return possible == 0 ? Double.NaN : (double) found / possible;
  }

  private static double[] found(List<SearchRecord> all, ToDoubleFunction<SearchRecord> value) {
    return all.stream()
        .filter(search -> search.outcome() == SearchOutcome.FOUND)
        .mapToDouble(value)
        .toArray();
  }

  /** The number of searches with this outcome. */
  public long count(SearchOutcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }
}
