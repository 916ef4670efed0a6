package io.duet.experiments.report;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.QueryReach;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import io.duet.http.Json;
import io.duet.node.TrafficClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The data of the report's charts, reduced to a few hundred points for a race of any length.
 *
 * @param theory the shares of searches by hops on an ideal ring; null without Chord
 */
record ReportData(
    double binSeconds,
    @Nullable Double crashSeconds,
    double @Nullable [] theory,
    List<OverlayData> overlays) {
  private static final int HOPS_MAX = 24;
  private static final int TIME_BINS = 32;
  private static final int CURVE_POINTS = 120;

  static ReportData of(RaceResult race) {
    double seconds = race.experiment().duration().toNanos() / 1e9;
    return new ReportData(
        seconds / TIME_BINS,
        race.crashAtNanos() >= 0 ? race.crashAtNanos() / 1e9 : null,
        theory(race.experiment()),
        race.overlays().stream().map(overlay -> OverlayData.of(overlay, seconds)).toList());
  }

  String json() {
    return Json.mapper().valueToTree(this).toString();
  }

  private static double @Nullable [] theory(Experiment experiment) {
    String successors = experiment.settings().getOrDefault("chord", Map.of()).get("successors");
    if (successors == null || !experiment.overlays().contains("chord")) {
      return null;
    }
    double[] shares =
        IdealChordModel.hopShares(
            experiment.nodes(), Integer.parseInt(successors), experiment.seed());
    return Arrays.stream(shares, 0, HOPS_MAX + 1).map(ReportData::rounded).toArray();
  }

  /** Rounds to four significant digits, more than a chart can show. */
  static double rounded(double value) {
    return Double.isFinite(value)
        ? Double.parseDouble(String.format(Locale.ROOT, "%.4g", value))
        : 0;
  }

  /**
   * One overlay's curves.
   *
   * @param hops shares of searches by hops
   * @param latencyMs pairs of milliseconds and the share of searches that took no longer
   * @param success shares of searches by time, null where there are none; so are the two after it
   * @param load pairs of a node's rank in percent and its load relative to the mean, the busiest
   *     first
   * @param reach the share of reached nodes by hops; null where there are no queries
   * @param fetches the curves of transfers; null if there were none
   * @param messages sent for each search, by traffic class
   */
  record OverlayData(
      String name,
      String title,
      double[] hops,
      List<double[]> latencyMs,
      List<Double> success,
      List<Double> medianMs,
      List<Double> p95Ms,
      List<double[]> load,
      double @Nullable [] reach,
      @Nullable FetchCurves fetches,
      Map<TrafficClass, Double> messages) {

    static OverlayData of(OverlayResult overlay, double seconds) {
      List<SearchRecord> all = overlay.searches();
      List<List<SearchRecord>> bins = bins(all, seconds * 1e9 / TIME_BINS);
      return new OverlayData(
          overlay.overlay(),
          overlay.title(),
          hops(all.stream().filter(OverlayData::isFound).toList()),
          latencies(latenciesMs(all)),
          overTime(bins, bin -> (double) latenciesMs(bin).count() / bin.size()),
          overTime(bins, bin -> latenciesMs(bin).at(0.5)),
          overTime(bins, bin -> latenciesMs(bin).at(0.95)),
          load(overlay.traffic().searchLoad()),
          reach(overlay.queries()),
          FetchCurves.of(overlay.fetches()),
          messages(overlay));
    }

    private static boolean isFound(SearchRecord search) {
      return search.outcome() == SearchOutcome.FOUND;
    }

    private static Quantiles latenciesMs(List<SearchRecord> searches) {
      return new Quantiles(
          searches.stream().filter(OverlayData::isFound).mapToDouble(s -> s.latencyNanos() / 1e6));
    }

    private static double[] hops(List<SearchRecord> found) {
      int[] counts = new int[HOPS_MAX + 1];
      found.forEach(search -> counts[Math.min(search.hops(), HOPS_MAX)]++);
      return Arrays.stream(counts).mapToDouble(n -> rounded((double) n / found.size())).toArray();
    }

    private static double @Nullable [] reach(QueryReach reach) {
      double reached = reach.reached();
      long[] counts = new long[HOPS_MAX + 1];
      for (int hops = 0; hops < reach.first().length; hops++) {
        counts[Math.min(hops, HOPS_MAX)] += reach.first()[hops];
      }
      return reached == 0
          ? null
          : Arrays.stream(counts).mapToDouble(n -> rounded(n / reached)).toArray();
    }

    private static List<double[]> latencies(Quantiles quantiles) {
      int points = quantiles.count() > 0 ? CURVE_POINTS + 1 : 0;
      return IntStream.range(0, points)
          .mapToDouble(i -> (double) i / CURVE_POINTS)
          .mapToObj(share -> new double[] {rounded(quantiles.at(share)), rounded(share)})
          .toList();
    }

    /** Searches by time, without those for content that was gone. */
    private static List<List<SearchRecord>> bins(List<SearchRecord> searches, double binNanos) {
      List<List<SearchRecord>> bins = new ArrayList<>();
      IntStream.range(0, TIME_BINS).forEach(i -> bins.add(new ArrayList<>()));
      for (SearchRecord search : searches) {
        if (search.outcome() != SearchOutcome.GONE) {
          bins.get(Math.min(TIME_BINS - 1, (int) (search.atNanos() / binNanos))).add(search);
        }
      }
      return bins;
    }

    private static List<Double> overTime(
        List<List<SearchRecord>> bins, ToDoubleFunction<List<SearchRecord>> figure) {
      return bins.stream()
          .mapToDouble(figure)
          .mapToObj(value -> Double.isFinite(value) ? rounded(value) : value)
          .toList();
    }

    private static List<double[]> load(long[] loads) {
      long[] sorted = loads.clone();
      Arrays.sort(sorted);
      double mean = Math.max(1e-9, Arrays.stream(sorted).average().orElse(1));
      int points = Math.min(sorted.length, CURVE_POINTS);
      List<double[]> curve = new ArrayList<>();
      for (int i = 0; i < points; i++) {
        int rank = points == 1 ? 0 : (int) ((long) i * (sorted.length - 1) / (points - 1));
        double percent = sorted.length == 1 ? 0 : 100.0 * rank / (sorted.length - 1);
        long load = sorted[sorted.length - 1 - rank];
        curve.add(new double[] {rounded(percent), rounded(load / mean)});
      }
      return curve;
    }

    private static Map<TrafficClass, Double> messages(OverlayResult overlay) {
      Map<TrafficClass, Double> messages = new EnumMap<>(TrafficClass.class);
      double searches = overlay.searches().size();
      overlay
          .traffic()
          .messages()
          .forEach((type, count) -> messages.put(type, rounded(count / searches)));
      return messages;
    }
  }
}
