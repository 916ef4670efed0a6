package io.duet.experiments.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.experiments.experiment.ExperimentFile;
import io.duet.experiments.result.RaceResult;
import io.duet.http.Json;
import java.util.List;

/**
 * {@code summary.json}: the experiment and each overlay's figures. For a simulated run it depends
 * only on the experiment.
 */
public record SummaryFile(JsonNode experiment, List<Summary> overlays) {

  /** The summary of a race. */
  public static SummaryFile of(RaceResult race) {
    long duration = race.experiment().duration().toNanos();
    return new SummaryFile(
        ExperimentFile.tree(race.experiment()),
        race.overlays().stream()
            .map(overlay -> Summary.of(overlay, race.crashAtNanos(), duration))
            .toList());
  }

  /** The file's text. */
  public String json() {
    return Json.pretty(this);
  }
}
