package io.duet.experiments.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.experiments.report.SummaryFile;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import io.duet.node.TrafficClass;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Whole races at small sizes, in virtual time and over real sockets. */
class RaceTest {
  private static final Map<String, String> FAST =
      Map.of("stabilize", "100ms", "fixFingers", "50ms");

  private static Experiment experiment(Consumer<ExperimentDraft> more) {
    ExperimentDraft draft = new ExperimentDraft();
    draft.set("nodes", "16").set("searches", "300").set("items", "60");
    draft.set("warmUp", "3s").set("duration", "2s").set("network", "constant:5ms");
    FAST.forEach((name, value) -> draft.set("chord." + name, value));
    more.accept(draft);
    return draft.complete();
  }

  private static RaceResult run(Experiment experiment) {
    try (Race race = new Race(experiment, new RaceListener() {}, false)) {
      return race.run("duet race");
    }
  }

  private static String summary(RaceResult result) {
    return SummaryFile.of(result).json();
  }

  @Test
  void simulatedRace_isTheSeedsOwn_toTheLastByte() {
    Experiment seven = experiment(draft -> draft.set("simulate", "true").set("seed", "7"));
    Experiment eight = experiment(draft -> draft.set("simulate", "true").set("seed", "8"));
    String first = summary(run(seven));
    assertThat(summary(run(seven))).isEqualTo(first);
    assertThat(summary(run(eight))).isNotEqualTo(first);
    assertThat(run(seven).overlays())
        .extracting(OverlayResult::traceHash)
        .doesNotContain(0L)
        .isNotEqualTo(run(eight).overlays().stream().map(OverlayResult::traceHash).toList());
  }

  @Test
  void simulatedRace_isFramedByOracleAndFlood_andChordAnswersEverySearch() {
    RaceResult result = run(experiment(draft -> draft.set("simulate", "true").set("crash", "0")));
    for (OverlayResult overlay : result.overlays()) {
      assertThat(overlay.searches()).hasSize(300).allMatch(s -> s.outcome() == SearchOutcome.FOUND);
    }
    assertThat(meanHops(result, "oracle")).isEqualTo(1);
    assertThat(meanHops(result, "chord")).isBetween(1.0, 4.0);
    assertThat(messages(result, "oracle")).isLessThan(messages(result, "chord"));
    assertThat(messages(result, "chord")).isLessThan(messages(result, "flood"));
  }

  private static OverlayResult of(RaceResult result, String overlay) {
    return result.overlays().stream()
        .filter(r -> r.overlay().equals(overlay))
        .findFirst()
        .orElseThrow();
  }

  private static double meanHops(RaceResult result, String overlay) {
    return of(result, overlay).searches().stream()
        .mapToInt(SearchRecord::hops)
        .average()
        .orElseThrow();
  }

  private static long messages(RaceResult result, String overlay) {
    return of(result, overlay).traffic().messages().get(TrafficClass.SEARCH);
  }

  @Test
  void socketsAndSimulation_giveTheSameAnswers() {
    Consumer<ExperimentDraft> calm =
        draft -> draft.set("crash", "0").set("overlays", "chord,super-peer");
    RaceResult real = run(experiment(calm));
    RaceResult virtual = run(experiment(calm.andThen(draft -> draft.set("simulate", "true"))));
    for (OverlayResult overlay : real.overlays()) {
      assertThat(outcomes(overlay, search -> true))
          .as(overlay.overlay())
          .isEqualTo(outcomes(of(virtual, overlay.overlay()), search -> true));
    }
  }

  /** Each item has one provider, so that much is gone after the crash; 3 s are left to heal. */
  @Test
  void socketsAndSimulation_giveTheSameAnswers_beforeACrashAndOnceItIsHealed() {
    Consumer<ExperimentDraft> crash =
        draft ->
            draft
                .set("overlays", "chord")
                .set("crash", "0.4")
                .set("providersPerItem", "1")
                .set("duration", "8s");
    Predicate<SearchRecord> settled = s -> s.atNanos() < 3.9e9 || s.atNanos() > 7e9;
    List<SearchOutcome> real = outcomes(run(experiment(crash)).overlays().get(0), settled);
    RaceResult virtual = run(experiment(crash.andThen(draft -> draft.set("simulate", "true"))));
    assertThat(real)
        .contains(SearchOutcome.GONE, SearchOutcome.FOUND)
        .isEqualTo(outcomes(virtual.overlays().get(0), settled));
  }

  private static List<SearchOutcome> outcomes(OverlayResult result, Predicate<SearchRecord> which) {
    return result.searches().stream().filter(which).map(SearchRecord::outcome).toList();
  }
}
