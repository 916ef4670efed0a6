package io.duet.experiments.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duet.experiments.Experiment;
import io.duet.experiments.Outcome;
import io.duet.experiments.OverlayResult;
import io.duet.experiments.QueryReach;
import io.duet.experiments.RaceResult;
import io.duet.experiments.SearchRecord;
import io.duet.node.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The data of the report's charts, reduced to a few hundred points for a race of any length. */
final class ReportData {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HOPS_MAX = 24;
  private static final int TIME_BINS = 32;
  private static final int CURVE_POINTS = 120;

  private final RaceResult race;
  private final ObjectNode root = JSON.createObjectNode();

  private ReportData(RaceResult race) {
    this.race = race;
  }

  static ObjectNode of(RaceResult race) {
    ReportData data = new ReportData(race);
    double seconds = race.experiment().duration().toNanos() / 1e9;
    data.root.put("binSeconds", seconds / TIME_BINS);
    if (race.crashAtNanos() >= 0) {
      data.root.put("crashSeconds", race.crashAtNanos() / 1e9);
    }
    data.theory();
    ArrayNode overlays = data.root.putArray("overlays");
    race.overlays().forEach(overlay -> overlays.add(data.overlay(overlay)));
    return data.root;
  }

  private void theory() {
    Experiment experiment = race.experiment();
    String successors = experiment.settings().getOrDefault("chord", Map.of()).get("successors");
    if (successors != null && experiment.overlays().contains("chord")) {
      double[] shares =
          RingTheory.hopShares(experiment.nodes(), Integer.parseInt(successors), experiment.seed());
      ArrayNode theory = root.putArray("theory");
      Arrays.stream(shares, 0, HOPS_MAX + 1).forEach(share -> theory.add(rounded(share)));
    }
  }

  private ObjectNode overlay(OverlayResult overlay) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", overlay.overlay());
    node.put("title", overlay.title());
    List<SearchRecord> found =
        overlay.searches().stream().filter(s -> s.outcome() == Outcome.FOUND).toList();
    hops(node.putArray("hops"), found);
    latencies(node.putArray("latencyMs"), found);
    overTime(node, overlay.searches());
    load(node.putArray("load"), overlay.searchLoad());
    reach(node, overlay.queries());
    ObjectNode messages = node.putObject("messages");
    for (Purpose purpose : Purpose.all()) {
      double count = overlay.messages().getOrDefault(purpose, 0L);
      messages.put(
          purpose.name().toLowerCase(Locale.ROOT), rounded(count / overlay.searches().size()));
    }
    return node;
  }

  private static void hops(ArrayNode shares, List<SearchRecord> found) {
    int[] counts = new int[HOPS_MAX + 1];
    found.forEach(search -> counts[Math.min(search.hops(), HOPS_MAX)]++);
    Arrays.stream(counts).forEach(count -> shares.add(rounded((double) count / found.size())));
  }

  /** The share of reached nodes by hops; absent without queries. */
  private static void reach(ObjectNode node, QueryReach reach) {
    if (reach.reached() > 0) {
      double[] counts = new double[HOPS_MAX + 1];
      for (int hops = 0; hops < reach.first().length; hops++) {
        counts[Math.min(hops, HOPS_MAX)] += reach.first()[hops];
      }
      ArrayNode shares = node.putArray("reach");
      Arrays.stream(counts).forEach(count -> shares.add(rounded(count / reach.reached())));
    }
  }

  /** Pairs of milliseconds and the share of searches that took no longer. */
  private static void latencies(ArrayNode curve, List<SearchRecord> found) {
    Quantiles quantiles =
        new Quantiles(found.stream().mapToDouble(s -> s.latencyNanos() / 1e6).toArray());
    for (int i = 0; i <= CURVE_POINTS && quantiles.count() > 0; i++) {
      double share = (double) i / CURVE_POINTS;
      curve.addArray().add(rounded(quantiles.at(share))).add(rounded(share));
    }
  }

  private void overTime(ObjectNode node, List<SearchRecord> searches) {
    ArrayNode success = node.putArray("success");
    ArrayNode median = node.putArray("medianMs");
    ArrayNode tail = node.putArray("p95Ms");
    double bin = race.experiment().duration().toNanos() / (double) TIME_BINS;
    for (int i = 0; i < TIME_BINS; i++) {
      int index = i;
      List<SearchRecord> inBin =
          searches.stream()
              .filter(s -> Math.min(TIME_BINS - 1, (int) (s.atNanos() / bin)) == index)
              .filter(s -> s.outcome() != Outcome.GONE)
              .toList();
      double[] latencies =
          inBin.stream()
              .filter(s -> s.outcome() == Outcome.FOUND)
              .mapToDouble(s -> s.latencyNanos() / 1e6)
              .toArray();
      add(success, (double) latencies.length / inBin.size());
      add(median, new Quantiles(latencies).at(0.5));
      add(tail, new Quantiles(latencies).at(0.95));
    }
  }

  /** Pairs of a node's rank in percent and its load relative to the mean, the busiest first. */
  private static void load(ArrayNode curve, int[] loads) {
    int[] sorted = loads.clone();
    Arrays.sort(sorted);
    double mean = Math.max(1e-9, Arrays.stream(sorted).average().orElse(1));
    int points = Math.min(sorted.length, CURVE_POINTS);
    for (int i = 0; i < points; i++) {
      int rank = points == 1 ? 0 : (int) ((long) i * (sorted.length - 1) / (points - 1));
      double percent = sorted.length == 1 ? 0 : 100.0 * rank / (sorted.length - 1);
      int load = sorted[sorted.length - 1 - rank];
      curve.addArray().add(rounded(percent)).add(rounded(load / mean));
    }
  }

  private static void add(ArrayNode values, double value) {
    if (Double.isFinite(value)) {
      values.add(rounded(value));
    } else {
      values.addNull();
    }
  }

  /** Rounds to four significant digits, more than a chart can show. */
  private static double rounded(double value) {
    return Double.isFinite(value)
        ? Double.parseDouble(String.format(Locale.ROOT, "%.4g", value))
        : 0;
  }
}
