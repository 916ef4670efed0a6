package io.duet.experiments.report;

import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
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
 * @param hopsHealedMean mean hops in the last fifth of the searching time
 * @param pathLengthMean mean hops without the last step to the key's owner
 * @param pathLengthShares the share of successful searches by path length, from 0 to {@link
 *     #PATH_LENGTH_MAX}, longer ones counted there
 * @param timeoutsMean mean requests that nobody answered, over successful searches
 * @param lookupSeconds how long it took until the key's owner was known, where there is one
 * @param lookupSecondsByPath its mean by path length; not a number where no search has that length
 * @param messagesPerSearch messages with purpose SEARCH, replies included, by all searches
 * @param bytesPerSearch their bytes
 * @param maintenanceBytesPerNodeSecond bytes with purpose MAINTENANCE per second that a node lived
 * @param bytesPerNodeSecond bytes with any purpose per second that a node lived
 * @param packetBytesPerNodeSecond the same as the published comparisons count: 20 bytes a message
 *     and 4 bytes an address in it (J. Li et al., INFOCOM 2005, section III); simulations only
 * @param recordsKept how many provider records the workload's nodes kept in the end
 * @param loadGini how unequally the SEARCH messages were received, over all nodes, extra ones
 *     included
 * @param queries how far queries went
 * @param copies what nodes remembered in the end
 * @param loads what nodes had to handle, by role
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

  /** Longer paths than this are counted as this long. */
  public static final int PATH_LENGTH_MAX = 24;

  private static final double HEALED_FROM = 0.8;
  private static final int PACKET_BYTES = 20;
  private static final int ADDRESS_BYTES = 4;

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
        success(healed(all, durationNanos), search -> true),
        Outcomes.count(all),
        new Quantiles(found(all, SearchRecord::hops)),
        new Quantiles(found(healed(all, durationNanos), SearchRecord::hops)).mean(),
        new Quantiles(paths).mean(),
        shares(paths),
        new Quantiles(found(all, SearchRecord::timeouts)).mean(),
        new Quantiles(found(all, search -> search.latencyNanos() / 1e9)),
        new Quantiles(lookups(all)),
        lookupsByPath(all),
        result.messages().getOrDefault(Purpose.SEARCH, 0L) / count,
        result.bytes().getOrDefault(Purpose.SEARCH, 0L) / count,
        result.bytes().getOrDefault(Purpose.MAINTENANCE, 0L) / result.nodeSeconds(),
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

  private static double sum(Map<Purpose, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }

  private static double packetBytes(OverlayResult result) {
    return PACKET_BYTES * sum(result.messages()) + (double) ADDRESS_BYTES * result.addresses();
  }

  private static Quantiles recordsKept(OverlayResult result) {
    return new Quantiles(
        Arrays.stream(result.recordsKept()).limit(result.nodes()).asDoubleStream().toArray());
  }

  /** Searches of ten thousand that found nothing though some live node had it. */
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

  /** Messages with this purpose by all searches. */
  public double messagesPerSearch(Purpose purpose) {
    double searches = result.searches().size();
    return result.messages().getOrDefault(purpose, 0L) / searches;
  }

  /** The searches that ended so. */
  public long count(SearchOutcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }
}
