package io.duet.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duet.experiments.ExperimentsForTests;
import io.duet.experiments.result.FetchResult;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.QueryReach;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import io.duet.experiments.result.TrafficSnapshot;
import io.duet.node.TrafficClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final long SECOND = 1_000_000_000;

  /**
   * Five searches in ten seconds with a crash at five: one is stale, one is for content that is
   * gone.
   */
  static OverlayResult small() {
    List<SearchRecord> searches =
        List.of(
            new SearchRecord(0, 1 * SECOND, 3, 0, SearchOutcome.FOUND, 2, 1, 0, 100_000_000, -1),
            new SearchRecord(1, 4 * SECOND, 3, 1, SearchOutcome.FOUND, 4, 3, 0, 300_000_000, -1),
            new SearchRecord(2, 6 * SECOND, 2, 0, SearchOutcome.STALE, 9, 8, 0, 900_000_000, -1),
            new SearchRecord(3, 7 * SECOND, 2, 2, SearchOutcome.GONE, 3, 2, 0, 200_000_000, -1),
            new SearchRecord(4, 9 * SECOND, 1, 0, SearchOutcome.FOUND, 3, 2, 0, 200_000_000, -1));
    return new OverlayResult(
        "chord",
        "Chord ring",
        4,
        searches,
        new TrafficSnapshot(
            10 * SECOND,
            Map.of(
                TrafficClass.SEARCH, 50L, TrafficClass.PUBLISH, 5L, TrafficClass.MAINTENANCE, 10L),
            Map.of(
                TrafficClass.SEARCH,
                1_000L,
                TrafficClass.PUBLISH,
                100L,
                TrafficClass.MAINTENANCE,
                700L),
            16,
            new long[] {0, 10, 10, 20},
            new long[] {90, 10, 50, 30},
            new long[] {900, 100, 500, 300}),
        35,
        List.of("super-peer", "leaf", "", "leaf"),
        new long[] {1, 2, 3, 4},
        new int[] {6, 3, 0},
        new QueryReach(new long[] {0, 3, 5}, 2, 4),
        FetchResult.NONE,
        0xabc,
        1);
  }

  private final Summary summary = Summary.of(small(), 5 * SECOND, 10 * SECOND);

  @Test
  void successRatio_leavesOutSearchesForGoneContent() {
    assertThat(summary.successRatio()).isEqualTo(0.75);
    assertThat(summary.successBeforeCrash()).isEqualTo(1);
    assertThat(summary.successHealed()).isEqualTo(1);
    assertThat(summary.outcomes()).containsEntry(SearchOutcome.GONE, 1L);
    assertThat(summary.outcomes()).containsEntry(SearchOutcome.NOT_FOUND, 0L);
  }

  @Test
  void hopsAndLatency_areThoseOfSuccessfulSearches() {
    assertThat(summary.hops().mean()).isEqualTo(3);
    assertThat(summary.hops().p50()).isEqualTo(3);
    assertThat(summary.hops().p99()).isEqualTo(4);
    assertThat(summary.pathLengthMean()).isEqualTo(2);
    assertThat(summary.latencySeconds().p50()).isEqualTo(0.2);
  }

  /** The healed hops are those of the last two of ten seconds, here of one search. */
  @Test
  void hopsHealed_areThoseOfTheLastFifth() {
    assertThat(summary.hops().healedMean()).isEqualTo(3);
  }

  /** Item 0 is asked for three times and has six copies, item 1 once and has three; item 2 none. */
  @Test
  void copies_followPopularity_byTheSlopeOfTheirLogarithms() {
    assertThat(summary.copies().mean()).isEqualTo(3);
    assertThat(summary.copies().exponent()).isEqualTo(Math.log(2) / Math.log(3), within(1e-12));
  }

  @Test
  void costs_areSharedByAllSearchesAndSeconds() {
    assertThat(summary.messagesPerSearch()).isEqualTo(10);
    assertThat(summary.bytesPerSearch()).isEqualTo(200);
    assertThat(summary.maintenanceBytesPerNodeSecond()).isEqualTo(20);
  }

  /** Loads 0, 10, 10, 20: mean difference of all pairs 7.5, over twice the mean of 10. */
  @Test
  void loadGini_isHalfTheRelativeMeanDifference() {
    assertThat(summary.loadGini()).isEqualTo(0.375, within(1e-12));
  }

  @Test
  void gini_agreesWithTheMeanDifferenceOfAllPairs() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 50; round++) {
      long[] loads = random.longs(1 + random.nextInt(30), 0, 100).toArray();
      double differences = 0;
      for (long one : loads) {
        for (long other : loads) {
          differences += Math.abs(one - other);
        }
      }
      double sum = Arrays.stream(loads).sum();
      double expected = sum == 0 ? 0 : differences / (2.0 * loads.length * sum);
      assertThat(new Quantiles(Arrays.stream(loads).asDoubleStream()).gini())
          .isEqualTo(expected, within(1e-9));
    }
  }

  @Test
  void quantiles_areValuesAtTheNearestRank() {
    Quantiles quantiles = new Quantiles(DoubleStream.of(40, 10, 30, 20));
    assertThat(quantiles.at(0)).isEqualTo(10);
    assertThat(quantiles.at(0.25)).isEqualTo(10);
    assertThat(quantiles.at(0.26)).isEqualTo(20);
    assertThat(quantiles.at(0.5)).isEqualTo(20);
    assertThat(quantiles.at(1)).isEqualTo(40);
    assertThat(new Quantiles(DoubleStream.empty()).at(0.5)).isNaN();
  }

  static RaceResult race(OverlayResult... overlays) {
    return new RaceResult(
        ExperimentsForTests.small(1), List.of(overlays), 5 * SECOND, "duet race", Instant.EPOCH);
  }

  @Test
  void summaryFile_hasTheFieldsInTheirOrder() throws Exception {
    JsonNode file = new ObjectMapper().readTree(SummaryFile.of(race(small())).json());
    assertThat(file.get("experiment").get("seed").asLong()).isEqualTo(1);
    JsonNode overlay = file.get("overlays").get(0);
    List<String> names = new ArrayList<>();
    overlay.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .startsWith(
            "overlay",
            "nodes",
            "searches",
            "success_ratio",
            "hops",
            "path_length_mean",
            "latency_seconds",
            "messages_per_search",
            "bytes_per_search",
            "maintenance_bytes_per_node_second",
            "load_gini");
    assertThat(overlay.get("trace_hash").asText()).isEqualTo("0000000000000abc");
    assertThat(overlay.get("latency_seconds").get("p95").asDouble()).isEqualTo(0.3);
  }

  @Test
  void summaryFile_hasNullWhereNothingWasFound() throws Exception {
    OverlayResult nothing =
        new OverlayResult(
            "chord",
            "Chord ring",
            1,
            List.of(new SearchRecord(0, 0, 0, 0, SearchOutcome.GONE, 1, 0, 0, 5, -1)),
            new TrafficSnapshot(0, Map.of(), Map.of(), 0, new long[1], new long[0], new long[0]),
            1,
            List.of(),
            new long[] {0},
            new int[] {0},
            new QueryReach(new long[1], 0, 0),
            FetchResult.NONE,
            0,
            1);
    JsonNode overlay = overlay(nothing);
    assertThat(overlay.get("success_ratio").isNull()).isTrue();
    assertThat(overlay.get("hops").get("mean").isNull()).isTrue();
    assertThat(overlay.has("queries")).isFalse();
    assertThat(overlay.has("copies")).isFalse();
    assertThat(ConsoleTable.of(List.of(Summary.of(nothing, -1, SECOND))))
        .doesNotContain("queries", "load of");
  }

  /** Eight nodes reached by five searches, four of them where the TTL ended; two saw it again. */
  @Test
  void summaryFile_hasTheReachOfQueries() throws Exception {
    JsonNode queries = overlay(small()).get("queries");
    assertThat(queries.get("messages_per_search").asDouble()).isEqualTo(2);
    assertThat(queries.get("reached_mean").asDouble()).isEqualTo(1.6);
    assertThat(queries.get("repeated_share").asDouble()).isEqualTo(0.2);
    assertThat(queries.get("last_hop_share").asDouble()).isEqualTo(0.5);
    assertThat(queries.get("reach_share_by_hop").toString()).isEqualTo("[0.0,0.375,0.625]");
  }

  /**
   * The summary file has the load by role: two leaves with 1 and 3 messages a second, a super-peer
   * with 9, one dead node.
   */
  @Test
  void summaryFile_hasTheLoadByRole() throws Exception {
    JsonNode load = overlay(small()).get("load");
    assertThat(load).hasSize(2);
    assertThat(load.get("leaf").get("nodes").asInt()).isEqualTo(2);
    assertThat(load.get("leaf").get("messages_per_second").get("mean").asDouble()).isEqualTo(2);
    assertThat(load.get("leaf").get("bytes_per_second").get("p99").asDouble()).isEqualTo(30);
    assertThat(load.get("super-peer").get("bytes_per_second").get("mean").asDouble()).isEqualTo(90);
  }

  private static JsonNode overlay(OverlayResult result) throws Exception {
    return new ObjectMapper().readTree(SummaryFile.of(race(result)).json()).get("overlays").get(0);
  }

  @Test
  void consoleTable_fitsTheTerminal() {
    String table = ConsoleTable.of(List.of(summary, summary, summary, summary));
    assertThat(table.lines()).allMatch(line -> line.length() <= 80);
    assertThat(table).contains("success").contains("75 %").contains("latency p95 (ms)");
    assertThat(table).contains("queries per search", "load of a super-peer (B/s)");
  }

  @Test
  void percent_neverRoundsUpToAll() {
    assertThat(ConsoleTable.percent(1)).isEqualTo("100 %");
    assertThat(ConsoleTable.percent(0.99999)).isEqualTo("99.99 %");
    assertThat(ConsoleTable.percent(0.98)).isEqualTo("98 %");
    assertThat(ConsoleTable.percent(Double.NaN)).isEqualTo("-");
  }
}
