package io.duet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each classroom design beside Chord on one workload. */
class PresetRaceTest {
  private static final double SUCCESS_MIN = 0.99;

  private static final String OVERLAYS =
      "chord,super-peer:super-peer-mesh,super-peer:central-directory,super-peer:pure-peers";

  private static RaceResult race(boolean simulated) {
    ExperimentDraft draft = new ExperimentDraft();
    draft.say("overlays", OVERLAYS);
    draft.say("simulate", String.valueOf(simulated)).say("crash", "0");
    draft.say("nodes", simulated ? "64" : "12").say("searches", "200").say("items", "60");
    draft.say("warmUp", "2s").say("duration", "1s").say("network", "constant:5ms");
    draft.saySetting("chord", "stabilize", "100ms").saySetting("chord", "fixFingers", "50ms");
    try (Race race = new Race(draft.complete(), new RaceListener() {}, false)) {
      return race.run("duet race");
    }
  }

  private static double success(OverlayResult overlay) {
    List<SearchRecord> searches = overlay.searches();
    long found = searches.stream().filter(s -> s.outcome() == Outcome.FOUND).count();
    return found / (double) searches.size();
  }

  @Test
  void presets_findWhatChordFinds_inVirtualTime() {
    assertThat(race(true).overlays())
        .hasSize(4)
        .allMatch(overlay -> success(overlay) >= SUCCESS_MIN);
  }

  @Test
  void presets_findWhatChordFinds_onSockets() {
    assertThat(race(false).overlays())
        .hasSize(4)
        .allMatch(overlay -> success(overlay) >= SUCCESS_MIN);
  }
}
