package io.duet.experiments.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.experiments.report.SummaryFile;
import io.duet.experiments.result.FetchRecord;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchRecord;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Races whose searches are followed by transfers. */
class FetchRaceTest {
  private static Experiment experiment(Consumer<ExperimentDraft> more) {
    ExperimentDraft draft = new ExperimentDraft();
    draft.set("nodes", "12").set("overlays", "chord,super-peer").set("network", "constant:10ms");
    draft.set("warmUp", "3s").set("duration", "2s");
    draft.set("chord.stabilize", "100ms").set("chord.fixFingers", "50ms");
    more.accept(draft);
    return draft.complete();
  }

  private static RaceResult run(Experiment experiment) {
    try (Race race = new Race(experiment, new RaceListener() {}, false)) {
      return race.run("duet race");
    }
  }

  private static void fewItems(ExperimentDraft draft) {
    draft.set("searches", "40").set("items", "10").set("crash", "0");
    draft.set("fetch", "1500kB").set("bandwidth", "20MB/s");
  }

  private static void crowd(ExperimentDraft draft) {
    draft.set("simulate", "true").set("flashCrowd", "true").set("fetch", "8MB");
  }

  private static void everySearchEndsWithItsContent(RaceResult result) {
    for (OverlayResult overlay : result.overlays()) {
      List<FetchRecord> fetches = overlay.fetches().records();
      long wanted =
          overlay.searches().stream().map(s -> s.origin() + "/" + s.item()).distinct().count();
      assertThat(fetches).as(overlay.overlay()).hasSize((int) wanted);
      assertThat(fetches).allMatch(FetchRecord::isDone);
    }
  }

  @Test
  void simulatedRace_fetchesWhatItFound_noFasterThanTheLinks() {
    RaceResult result = run(experiment(draft -> fewItems(draft.set("simulate", "true"))));
    everySearchEndsWithItsContent(result);
    for (OverlayResult overlay : result.overlays()) {
      assertThat(overlay.fetches().records())
          .allMatch(fetch -> fetch.transferNanos() >= 1e9 * 524_288 / 20e6)
          .allMatch(fetch -> fetch.transferNanos() < 5_000_000_000L);
    }
  }

  @Test
  void raceOnSockets_fetchesRealBytes() {
    Consumer<ExperimentDraft> quick =
        draft -> fewItems(draft.set("warmUp", "1500ms").set("duration", "1s"));
    everySearchEndsWithItsContent(run(experiment(quick)));
  }

  @Test
  void simulatedCrowd_isTheSeedsOwn_andNeverBeatsTheBound() {
    RaceResult first = run(experiment(FetchRaceTest::crowd));
    RaceResult again = run(experiment(FetchRaceTest::crowd));
    assertThat(SummaryFile.of(again).json()).isEqualTo(SummaryFile.of(first).json());
    assertThat(hashes(again)).isEqualTo(hashes(first)).doesNotContain(0L);
    for (OverlayResult overlay : first.overlays()) {
      double bound = overlay.fetches().crowdBoundSeconds();
      assertThat(overlay.fetches().records()).hasSize(11).allMatch(FetchRecord::isDone);
      assertThat(overlay.fetches().records())
          .anyMatch(fetch -> fetch.contentNanos() / 1e9 >= bound)
          .allMatch(fetch -> fetch.contentNanos() / 1e9 < 20 * bound);
    }
  }

  private static List<Long> hashes(RaceResult result) {
    return result.overlays().stream().map(OverlayResult::traceHash).collect(Collectors.toList());
  }

  /** Only a change of the links changes the transfers; the searches are the same. */
  @Test
  void narrowerLinks_makeTransfersSlower_notSearches() {
    Consumer<ExperimentDraft> chord = draft -> crowd(draft.set("overlays", "chord"));
    OverlayResult wide = run(experiment(chord)).overlays().get(0);
    OverlayResult narrow =
        run(experiment(chord.andThen(draft -> draft.set("bandwidth", "2MB/s")))).overlays().get(0);
    assertThat(narrow.searches().stream().map(SearchRecord::latencyNanos))
        .isEqualTo(wide.searches().stream().map(SearchRecord::latencyNanos).toList());
    assertThat(last(narrow)).isGreaterThan(2 * last(wide));
  }

  private static long last(OverlayResult overlay) {
    return overlay.fetches().records().stream()
        .mapToLong(FetchRecord::contentNanos)
        .max()
        .orElseThrow();
  }

  /** Providers crash half-way, so some transfers go on from others or end unfinished. */
  @Test
  void crashes_endNoRaceAndLeaveOnlyTransfersWithoutProviders() {
    RaceResult result =
        run(
            experiment(
                draft ->
                    draft
                        .set("simulate", "true")
                        .set("searches", "60")
                        .set("items", "10")
                        .set("crash", "0.3")
                        .set("fetch", "4MB")));
    for (OverlayResult overlay : result.overlays()) {
      long done = overlay.fetches().records().stream().filter(FetchRecord::isDone).count();
      assertThat(done).isGreaterThan(overlay.fetches().records().size() * 8 / 10);
    }
  }

  @Test
  void wrongSizesAndLinks_areRefusedInASentence() {
    for (String wrong : List.of("0", "1000000000000", "1e12", "-5MB", "much", "")) {
      assertThatThrownBy(() -> experiment(draft -> draft.set("fetch", wrong)))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(
              "fetch(: '.*' is not a size; write .*| is '.*', but must be from 1B to.*)");
    }
    assertThatThrownBy(() -> experiment(draft -> draft.set("flashCrowd", "true")))
        .hasMessageContaining("--fetch 64MB");
    assertThatThrownBy(() -> experiment(draft -> draft.set("bandwidth", "1MB/s/1MB/s")))
        .hasMessageContaining("sockets limit no downlink");
  }
}
