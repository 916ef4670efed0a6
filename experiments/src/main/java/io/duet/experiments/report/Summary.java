package io.duet.experiments.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import io.duet.experiments.result.TrafficSnapshot;
import io.duet.node.TrafficClass;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one overlay in a race, under the names that they have in {@code summary.json}.
 * Hops and latency are those of successful searches; ratios without a basis are NaN.
 *
 * @param title its title in reports
 * @param searches the number of searches
 * @param successRatio successful searches among those for content that some live node still had
 * @param pathLengthMean mean hops without the last step to the key's owner
 * @param messagesPerSearch messages of class SEARCH, with replies, divided by all searches
 * @param bytesPerSearch their bytes
 * @param maintenanceBytesPerNodeSecond bytes of class MAINTENANCE per live node and second
 * @param loadGini the Gini coefficient of received SEARCH messages, over all nodes with extra ones
 * @param successBeforeCrash the success ratio before the crash, or of all searches without one
 * @param successHealed the success ratio in the last fifth of the searching time
 * @param outcomes searches by outcome
 * @param failuresPer10000 the failures per 10,000 searches for content of live nodes
 * @param timeoutsMean mean timeouts of successful searches
 * @param pathLengthShares the share of successful searches by path length, from 0 to {@link
 *     #PATH_LENGTH_MAX}, longer ones counted there
 * @param lookupSeconds the time until the key's owner was known, on overlays with owners
 * @param bytesPerNodeSecond bytes of all classes per live node and second
 * @param packetBytesPerNodeSecond the same as in published comparisons: 20 bytes per message and 4
 *     bytes per address in it (J. Li et al., INFOCOM 2005, section III); simulations only
 * @param recordsPerNode the provider records of the workload's nodes at the end
 * @param messages messages sent by traffic class
 * @param bytes bytes sent by traffic class
 * @param queries the reach of queries; null if there were none
 * @param copies the copies in path caches at the end; null if there were none
 * @param fetches the transfers that followed searches; null if there were none
 * @param load the load of nodes, by role
 */
public record Summary(
    String overlay,
    @JsonIgnore String title,
    int nodes,
    int searches,
    double successRatio,
    Hops hops,
    double pathLengthMean,
    Latency latencySeconds,
    double messagesPerSearch,
    double bytesPerSearch,
    double maintenanceBytesPerNodeSecond,
    double loadGini,
    double successBeforeCrash,
    double successHealed,
    Map<SearchOutcome, Long> outcomes,
    @JsonProperty("failures_per_10000") double failuresPer10000,
    double timeoutsMean,
    double[] pathLengthShares,
    Lookups lookupSeconds,
    double bytesPerNodeSecond,
    double packetBytesPerNodeSecond,
    Kept recordsPerNode,
    Map<TrafficClass, Long> messages,
    Map<TrafficClass, Long> bytes,
    @Nullable QuerySpread queries,
    @Nullable ReplicaCounts copies,
    @Nullable FetchFigures fetches,
    Map<String, RoleLoad> load,
    String traceHash) {

  /** Longer paths are counted as paths of this length. */
  public static final int PATH_LENGTH_MAX = 24;

  private static final double HEALED_FROM = 0.8;
  private static final int PACKET_BYTES = 20;
  private static final int ADDRESS_BYTES = 4;

  /** Hops; {@code healedMean} is the mean in the last fifth of the searching time. */
  public record Hops(double mean, double p50, double p99, double healedMean) {}

  /** Times from the start of a search to its answer. */
  public record Latency(double p50, double p95, double p99, double mean) {}

  /** Times of lookups, and their mean by path length, NaN where no search has that length. */
  public record Lookups(double p50, double p99, double mean, List<Double> byPathLength) {}

  /** Records per node. */
  public record Kept(double mean, double p99, double p99OverMean) {}

  /**
   * The figures of an overlay's results.
   *
   * @param crashAtNanos the time of the crash since the first search was due; negative if none
   * @param durationNanos the time over which searches were spread
   */
  public static Summary of(OverlayResult result, long crashAtNanos, long durationNanos) {
    List<SearchRecord> all = result.searches();
    List<SearchRecord> healed =
        all.stream().filter(s -> s.atNanos() >= HEALED_FROM * durationNanos).toList();
    List<SearchRecord> before =
        all.stream().filter(s -> crashAtNanos < 0 || s.atNanos() < crashAtNanos).toList();
    TrafficSnapshot traffic = result.traffic();
    double[] paths = found(all, SearchRecord::pathLength).toArray();
    double count = all.size();
    double success = success(all);
    return new Summary(
        result.overlay(),
        result.title(),
        result.nodes(),
        all.size(),
        success,
        hops(all, healed),
        new Quantiles(Arrays.stream(paths)).mean(),
        latency(new Quantiles(found(all, search -> search.latencyNanos() / 1e9))),
        traffic.messages().getOrDefault(TrafficClass.SEARCH, 0L) / count,
        traffic.bytes().getOrDefault(TrafficClass.SEARCH, 0L) / count,
        traffic.bytes().getOrDefault(TrafficClass.MAINTENANCE, 0L) / result.nodeSeconds(),
        new Quantiles(Arrays.stream(traffic.searchLoad()).asDoubleStream()).gini(),
        success(before),
        success(healed),
        outcomes(all),
        10_000 * (1 - success),
        new Quantiles(found(all, SearchRecord::timeouts)).mean(),
        shares(paths),
        lookups(all),
        sum(traffic.bytes()) / result.nodeSeconds(),
        packetBytes(traffic) / result.nodeSeconds(),
        recordsPerNode(result),
        traffic.messages(),
        traffic.bytes(),
        QuerySpread.of(result.queries(), all.size()),
        ReplicaCounts.of(result),
        FetchFigures.of(result.fetches()),
        RoleLoad.of(result),
        "%016x".formatted(result.traceHash()));
  }

  private static Hops hops(List<SearchRecord> all, List<SearchRecord> healed) {
    Quantiles hops = new Quantiles(found(all, SearchRecord::hops));
    double healedMean = new Quantiles(found(healed, SearchRecord::hops)).mean();
    return new Hops(hops.mean(), hops.at(0.5), hops.at(0.99), healedMean);
  }

  private static Latency latency(Quantiles latency) {
    return new Latency(latency.at(0.5), latency.at(0.95), latency.at(0.99), latency.mean());
  }

  private static Map<SearchOutcome, Long> outcomes(List<SearchRecord> all) {
    Map<SearchOutcome, Long> outcomes = new EnumMap<>(SearchOutcome.class);
    List.of(SearchOutcome.values()).forEach(outcome -> outcomes.put(outcome, 0L));
    all.forEach(search -> outcomes.merge(search.outcome(), 1L, Long::sum));
    return outcomes;
  }

  private static double[] shares(double[] paths) {
    double[] shares = new double[PATH_LENGTH_MAX + 1];
    for (double path : paths) {
      shares[(int) Math.min(path, PATH_LENGTH_MAX)] += 1.0 / paths.length;
    }
    return shares;
  }

  private static Lookups lookups(List<SearchRecord> all) {
    Quantiles seconds = lookupSeconds(all, search -> true);
    List<Double> means =
        IntStream.range(0, PATH_LENGTH_MAX)
            .mapToObj(n -> lookupSeconds(all, search -> search.pathLength() == n).mean())
            .toList();
    return new Lookups(seconds.at(0.5), seconds.at(0.99), seconds.mean(), means);
  }

  private static Quantiles lookupSeconds(List<SearchRecord> all, Predicate<SearchRecord> which) {
    List<SearchRecord> lookups =
        all.stream().filter(which).filter(search -> search.lookupNanos() >= 0).toList();
    return new Quantiles(found(lookups, search -> search.lookupNanos() / 1e9));
  }

  private static double sum(Map<TrafficClass, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }

  private static double packetBytes(TrafficSnapshot traffic) {
    return PACKET_BYTES * sum(traffic.messages()) + (double) ADDRESS_BYTES * traffic.addresses();
  }

  private static Kept recordsPerNode(OverlayResult result) {
    Quantiles kept =
        new Quantiles(Arrays.stream(result.recordsKept()).limit(result.nodes()).asDoubleStream());
    return new Kept(kept.mean(), kept.at(0.99), kept.at(0.99) / kept.mean());
  }

  private static double success(List<SearchRecord> searches) {
    double possible = searches.stream().filter(s -> s.outcome() != SearchOutcome.GONE).count();
    return found(searches, search -> 1).count() / possible;
  }

  private static DoubleStream found(List<SearchRecord> all, ToDoubleFunction<SearchRecord> value) {
    return all.stream()
        .filter(search -> search.outcome() == SearchOutcome.FOUND)
        .mapToDouble(value);
  }
}
