package io.duet.experiments.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.duet.experiments.experiment.ExperimentFile;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.http.Json;
import io.duet.node.TrafficClass;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code summary.json}: the experiment and each overlay's figures. For a simulated run it depends
 * only on the experiment.
 */
public record SummaryFile(JsonNode experiment, List<OverlayNumbers> overlays) {

  /** The file's text. */
  public static String write(RaceResult race, List<Summary> summaries) {
    return Json.pretty(
        new SummaryFile(
            ExperimentFile.tree(race.experiment()),
            summaries.stream().map(OverlayNumbers::of).toList()));
  }

  record Hops(double mean, double p50, double p99, double healedMean) {}

  record Latency(double p50, double p95, double p99, double mean) {}

  record Lookups(double p50, double p99, double mean, List<Double> byPathLength) {}

  record Kept(double mean, double p99, double p99OverMean) {}

  record Rates(double mean, double p99) {
    static Rates of(Quantiles rates) {
      return new Rates(rates.mean(), rates.at(0.99));
    }
  }

  record Load(int nodes, Rates messagesPerSecond, Rates bytesPerSecond) {}

  /** One overlay's numbers, under the names that they have in the file. */
  record OverlayNumbers(
      String overlay,
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
      Map<String, Long> outcomes,
      @JsonProperty("failures_per_10000") double failuresPer10000,
      double timeoutsMean,
      double[] pathLengthShares,
      Lookups lookupSeconds,
      double bytesPerNodeSecond,
      double packetBytesPerNodeSecond,
      Kept recordsPerNode,
      Map<String, Long> messages,
      Map<String, Long> bytes,
      @Nullable QuerySpread queries,
      @Nullable ReplicaCounts copies,
      Map<String, Load> load,
      String traceHash) {

    static OverlayNumbers of(Summary s) {
      Quantiles latency = s.latencySeconds();
      return new OverlayNumbers(
          s.result().overlay(),
          s.result().nodes(),
          s.result().searches().size(),
          s.successRatio(),
          new Hops(s.hops().mean(), s.hops().at(0.5), s.hops().at(0.99), s.hopsHealedMean()),
          s.pathLengthMean(),
          new Latency(latency.at(0.5), latency.at(0.95), latency.at(0.99), latency.mean()),
          s.messagesPerSearch(),
          s.bytesPerSearch(),
          s.maintenanceBytesPerNodeSecond(),
          s.loadGini(),
          s.successBeforeCrash(),
          s.successHealed(),
          byName(List.of(SearchOutcome.values()), s.outcomes()),
          s.failuresPer10000(),
          s.timeoutsMean(),
          s.pathLengthShares(),
          lookups(s.lookupSeconds(), s.lookupSecondsByPath()),
          s.bytesPerNodeSecond(),
          s.packetBytesPerNodeSecond(),
          kept(s.recordsKept()),
          byName(TrafficClass.all(), s.result().messages()),
          byName(TrafficClass.all(), s.result().bytes()),
          s.queries().isAny() ? s.queries() : null,
          s.copies().isAny() ? s.copies() : null,
          loads(s.loads()),
          "%016x".formatted(s.result().traceHash()));
    }

    private static Lookups lookups(Quantiles seconds, double[] byPath) {
      return new Lookups(seconds.at(0.5), seconds.at(0.99), seconds.mean(), boxed(byPath));
    }

    /** Means by path length; those without a search are null in the file. */
    private static List<Double> boxed(double[] means) {
      return Arrays.stream(means).boxed().toList();
    }

    private static Kept kept(Quantiles kept) {
      return new Kept(kept.mean(), kept.at(0.99), kept.at(0.99) / kept.mean());
    }

    private static <E extends Enum<E>> Map<String, Long> byName(List<E> all, Map<E, Long> counts) {
      Map<String, Long> named = new LinkedHashMap<>();
      all.forEach(
          one -> named.put(one.name().toLowerCase(Locale.ROOT), counts.getOrDefault(one, 0L)));
      return named;
    }

    private static Map<String, Load> loads(List<RoleLoad> roles) {
      Map<String, Load> loads = new LinkedHashMap<>();
      roles.forEach(role -> loads.put(role.role(), load(role)));
      return loads;
    }

    private static Load load(RoleLoad role) {
      return new Load(
          role.nodes(), Rates.of(role.messagesPerSecond()), Rates.of(role.bytesPerSecond()));
    }
  }
}
