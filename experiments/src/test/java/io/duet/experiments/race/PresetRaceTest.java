package io.duet.experiments.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each preset against Chord on one workload. */
class PresetRaceTest {
  private static final double SUCCESS_MIN = 0.99;

  private static final String OVERLAYS =
      "chord,super-peer:super-peer-mesh,super-peer:central-directory,super-peer:pure-peers,"
          + "super-peer:tracker,super-peer:peers-with-mailbox";

  private static RaceResult race(boolean simulated, double crash) {
    ExperimentDraft draft = new ExperimentDraft();
    draft.set("overlays", OVERLAYS).set("seed", "1");
    draft.set("simulate", String.valueOf(simulated)).set("crash", String.valueOf(crash));
    draft.set("nodes", simulated ? "64" : "12").set("searches", "200").set("items", "60");
    draft.set("warmUp", "2500ms").set("duration", simulated ? "16s" : "1s");
    draft.set("network", "constant:5ms");
    draft.set("chord.stabilize", "100ms").set("chord.fixFingers", "50ms");
    try (Race race = new Race(draft.complete(), new RaceListener() {}, false)) {
      return race.run("duet race");
    }
  }

  private static double success(OverlayResult overlay) {
    List<SearchRecord> searches = overlay.searches();
    long found = searches.stream().filter(s -> s.outcome() == SearchOutcome.FOUND).count();
    return found / (double) searches.size();
  }

  private static void assertAllFind(RaceResult race) {
    assertThat(race.overlays())
        .hasSize(6)
        .allSatisfy(
            overlay ->
                assertThat(success(overlay)).as(overlay.overlay()).isGreaterThan(SUCCESS_MIN));
  }

  @Test
  void presets_findWhatChordFinds_inVirtualTime() {
    assertAllFind(race(true, 0));
  }

  /**
   * Each preset finds the remaining contents after a fifth of all nodes crashes half-way. The
   * directory, which is one node, is not among them.
   */
  @Test
  void presets_findWhatIsLeft_afterACrash() {
    assertAllFind(race(true, 0.2));
  }

  @Test
  void presets_findWhatIsLeft_afterACrash_onSockets() {
    assertAllFind(race(false, 0.1));
  }
}
