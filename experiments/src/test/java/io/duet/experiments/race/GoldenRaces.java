package io.duet.experiments.race;

import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.experiments.report.LookupsFile;
import io.duet.experiments.result.RaceResult;
import io.duet.overlay.spi.Overlays;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Small simulated races of every overlay and preset, each with the hashes of what it did. */
final class GoldenRaces {

  /** The faults and churn of a race. */
  enum Scenario {
    LOSS_AND_CRASH("crash", "0.2", "loss", "0.02", "network", "exponential:60ms"),
    LIFETIMES("churn", "lifetimes:2m", "spare", "16", "network", "uniform:20ms..100ms"),
    LEAVES("churn", "leaves:0.2/s", "spare", "8", "network", "king:156ms"),
    ASSEMBLED("start", "assembled", "crash", "0.1", "network", "constant:60ms");

    private final String[] fields;

    Scenario(String... fields) {
      this.fields = fields;
    }

    ExperimentDraft addTo(ExperimentDraft draft) {
      for (int i = 0; i < fields.length; i += 2) {
        draft.set(fields[i], fields[i + 1]);
      }
      return draft;
    }
  }

  private GoldenRaces() {}

  /** The names of all overlays and of their presets, sorted. */
  static List<String> overlays() {
    List<String> names = new ArrayList<>();
    Overlays.all()
        .forEach(
            overlay -> {
              names.add(overlay.name());
              new TreeMap<>(overlay.presets())
                  .keySet()
                  .forEach(p -> names.add(overlay.name() + ":" + p));
            });
    return names.stream().distinct().sorted().toList();
  }

  /** One race, as {@code overlay scenario trace lookups}: a hash of deliveries, one of searches. */
  static String play(String overlay, Scenario scenario) {
    ExperimentDraft draft = new ExperimentDraft();
    draft.set("overlays", overlay).set("simulate", "true").set("seed", "11");
    draft.set("nodes", "48").set("searches", "300").set("items", "90");
    draft.set("warmUp", "12s").set("duration", "30s");
    try (Race race = new Race(scenario.addTo(draft).complete(), new RaceListener() {}, false)) {
      RaceResult result = race.run("duet race");
      return line(overlay, scenario.name(), result.overlays().get(0).traceHash(), lookups(result));
    }
  }

  /** A line of the golden file; the text is hashed. */
  static String line(String overlay, String scenario, long trace, String text) {
    long hash = 1125899906842597L;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return "%s %s %016x %016x".formatted(overlay, scenario, trace, hash);
  }

  private static String lookups(RaceResult result) {
    try {
      StringWriter out = new StringWriter();
      LookupsFile.write(result, out);
      return out.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
