package io.duet.experiments.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.experiments.study.Expectation;
import io.duet.experiments.study.Measure;
import io.duet.experiments.study.ReproductionRow;
import io.duet.experiments.study.Study;
import io.duet.experiments.study.StudyFile;
import io.duet.experiments.workload.Zipf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The studies of published figures, each cut down to what a test may take. */
class PaperTest {
  private static final Path PAPER = Path.of("paper");

  @TempDir private Path folder;

  /** One case of a study with fewer nodes and searches, played once; figures by measure. */
  private Map<String, Double> play(String file, int index, Map<String, String> smaller) {
    return play(file, index, smaller, 1);
  }

  private Map<String, Double> play(String file, int index, Map<String, String> smaller, int runs) {
    Study.Case whole = StudyFile.read(PAPER.resolve(file + ".yaml")).cases().get(index);
    ExperimentDraft draft = whole.draft().copy();
    smaller.forEach(draft::set);
    Study.Case small = new Study.Case("", draft, runs, whole.published());
    List<ReproductionRow> rows =
        new StudyRunner(new Study(List.of(small)), folder, "duet race").play();
    return rows.stream()
        .collect(Collectors.toMap(row -> row.measure().text(), ReproductionRow::measured));
  }

  private static double published(String file, int index, String measure) {
    Expectation expectation =
        StudyFile.read(PAPER.resolve(file + ".yaml"))
            .cases()
            .get(index)
            .published()
            .get(new Measure(measure));
    return expectation.max();
  }

  @Test
  void everyStudy_isWhole_andHasFiguresToCompare() throws IOException {
    try (Stream<Path> files = Files.list(PAPER)) {
      List<Path> studies = files.toList();
      assertThat(studies).hasSizeGreaterThan(5);
      for (Path file : studies) {
        for (Study.Case one : StudyFile.read(file).cases()) {
          assertThat(one.draft().complete().simulate()).as("%s", file).isTrue();
          assertThat(one.published()).as("%s %s", file, one.name()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void pathLength_of256Nodes() {
    double mean = play("path-length", 2, Map.of("searches", "4000")).get("chord.path_length_mean");
    assertThat(mean).isBetween(3.78, 3.98);
  }

  @Test
  void recursiveLookups_takeLittleMoreThanHalfTheTime() {
    Map<String, Double> figures = play("latency", 0, Map.of("searches", "3000"));
    assertThat(figures.get("chord.lookup_seconds.by_path_length.5")).isEqualTo(0.3);
    assertThat(
            figures.get("chord:recursive-direct.lookup_seconds.mean / chord.lookup_seconds.mean"))
        .isBetween(0.55, 0.65);
  }

  /** Half of the nodes have crashed, without repair: all lookups still succeed. */
  @Test
  void failures_ofHalfTheNodes_loseNoLookup() {
    Map<String, Double> figures = play("failures", 5, Map.of("searches", "1500"));
    assertThat(figures.get("chord.failures_per_10000")).isZero();
    assertThat(figures.get("chord.timeouts_mean")).isBetween(3.8, 9.0);
  }

  @Test
  void churn_failsNoMoreThanPublished() {
    Map<String, String> smaller =
        Map.of("nodes", "330", "spare", "30", "duration", "1000s", "searches", "1000");
    assertThat(play("churn", 7, smaller).get("chord.failures_per_10000"))
        .isLessThanOrEqualTo(published("churn", 7, "chord.failures_per_10000"));
  }

  @Test
  void crashes_failNoMoreThanPublished_withoutRetry() {
    Map<String, String> smaller =
        Map.of("nodes", "330", "spare", "30", "duration", "1000s", "searches", "1000");
    assertThat(play("crashes", 3, smaller).get("chord.failures_per_10000"))
        .isLessThanOrEqualTo(published("crashes", 3, "chord.failures_per_10000"));
  }

  @Test
  void adaptiveTable_reachesTheOwnerInOneHop_withinItsAllowance() {
    Map<String, String> smaller =
        Map.of(
            "overlays", "chord:adaptive",
            "nodes", "256",
            "warmUp", "80m",
            "duration", "30m",
            "searches", "400",
            "items", "100");
    Map<String, Double> figures = play("king", 1, smaller);
    assertThat(figures.get("chord:adaptive.latency_seconds.p50")).isLessThan(0.2);
    assertThat(figures.get("chord:adaptive.packet_bytes_per_node_second")).isLessThan(40);
    assertThat(figures.get("chord:adaptive.failures_per_10000")).isLessThan(150);
  }

  /**
   * A tree has exactly the published horizon: 32 peers at one hop, 32 · 31 at two, 32 · 31 · 31 at
   * three.
   */
  @Test
  void horizon_ofATree_isExactlyTheSum() {
    Map<String, Double> figures = play("horizon", 1, Map.of("searches", "3"));
    assertThat(figures.get("flood.queries.reached_mean")).isEqualTo(32 + 992 + 30_752);
    assertThat(figures.get("flood.queries.messages_per_search")).isEqualTo(31_776);
    assertThat(figures.get("flood.queries.last_hop_share")).isEqualTo(30_752 / 31_776.0);
  }

  /**
   * Replication by square roots takes the fewest steps. With 20 items and half a copy a node, the
   * others take 20 / 0.5 = 40 steps each.
   */
  @Test
  void replication_bySquareRoots_costsLeast_andTheOthersTheSame() {
    Zipf popularity = new Zipf(20, 1);
    double roots =
        IntStream.range(0, 20).mapToDouble(popularity::probability).map(Math::sqrt).sum();
    assertThat(searchSize(0)).isCloseTo(40.0, withinPercentage(6));
    assertThat(searchSize(1)).isCloseTo(40.0, withinPercentage(6));
    assertThat(searchSize(2)).isCloseTo(roots * roots / 0.5, withinPercentage(6));
  }

  private double searchSize(int index) {
    Map<String, String> smaller =
        Map.of("nodes", "1000", "searches", "6000", "items", "20", "providersPerItem", "25");
    return play("replication", index, smaller).get("flood.queries.messages_per_search");
  }

  /** 30 items, of which each of 1,000 nodes remembers 5: 30 / 5 steps if copies were equal. */
  @Test
  void caches_shareThemselvesOutByRootsOfPopularity() {
    Map<String, String> smaller =
        Map.of("nodes", "1000", "items", "30", "searches", "5000", "duration", "100s");
    Map<String, Double> figures = play("caches", 0, smaller, 3);
    assertThat(figures.get("flood:path-cache.copies.exponent")).isBetween(0.4, 0.6);
    assertThat(figures.get("flood:path-cache.hops.healed_mean")).isLessThan(30 / 5.0);
    assertThat(figures.get("flood:path-cache.success_ratio")).isEqualTo(1);
  }

  /** A tenth of the nodes and a twentieth of the searches: the flood is as much smaller. */
  @Test
  void walkers_costFarLessThanAFlood() {
    Map<String, Double> figures =
        play("walkers", 0, Map.of("nodes", "1000", "searches", "100", "providersPerItem", "30"));
    assertThat(figures.get("flood.messages_per_search / flood:walk.messages_per_search"))
        .isGreaterThan(5);
    assertThat(figures.get("flood:walk.success_ratio")).isEqualTo(1);
  }

  @Test
  void singleCopies_areFoundAsOftenAsTheFloodCovers() {
    Map<String, String> smaller = Map.of("nodes", "600", "searches", "600", "overlays", "flood");
    Study.Case whole = StudyFile.read(PAPER.resolve("coverage.yaml")).cases().get(0);
    ExperimentDraft draft = whole.draft().copy();
    smaller.forEach(draft::set);
    draft.set("flood.ttl", "4");
    Measure ratio = new Measure("flood.success_ratio / flood.queries.reached_mean");
    Study.Case small = new Study.Case("", draft, 1, Map.of(ratio, whole.published().get(ratio)));
    List<ReproductionRow> rows =
        new StudyRunner(new Study(List.of(small)), folder, "duet race").play();
    assertThat(rows.get(0).measured() * 599).isCloseTo(1, withinPercentage(12));
  }

  /** A thousand peers in clusters of ten: two partners have half of the load of one. */
  @Test
  void partners_haveHalfOfTheLoad_atLittleCost() {
    Map<String, Double> figures = play("clusters", 7, Map.of("nodes", "1000", "searches", "200"));
    assertThat(
            figures.get(
                "super-peer:redundant.load.super-peer.bytes_per_second.mean"
                    + " / super-peer.load.super-peer.bytes_per_second.mean"))
        .isBetween(0.4, 0.6);
    assertThat(
            figures.get(
                "super-peer:redundant.bytes_per_node_second / super-peer.bytes_per_node_second"))
        .isBetween(0.9, 1.15);
  }

  @Test
  void largerClusters_costLessInAll_andMoreForEachSuperPeer() {
    Map<String, String> smaller = Map.of("nodes", "1000", "searches", "50");
    Map<String, Double> small = play("clusters", 1, smaller);
    Map<String, Double> large = play("clusters", 3, smaller);
    String aggregate = "super-peer.bytes_per_node_second";
    String individual = "super-peer.load.super-peer.bytes_per_second.mean";
    assertThat(large.get(aggregate)).isLessThan(small.get(aggregate));
    assertThat(large.get(individual)).isGreaterThan(small.get(individual));
  }
}
