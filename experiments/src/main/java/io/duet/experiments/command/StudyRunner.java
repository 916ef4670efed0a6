package io.duet.experiments.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.race.Race;
import io.duet.experiments.race.RaceListener;
import io.duet.experiments.report.RaceFiles;
import io.duet.experiments.study.ReproductionRow;
import io.duet.experiments.study.ReproductionTable;
import io.duet.experiments.study.Study;
import io.duet.http.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every case of a study with every seed, each race in a folder of its own, and compares the
 * results with published figures in {@code reproduction.md} and {@code reproduction.json}.
 *
 * @param folder the folder of the results
 * @param command the command line
 */
record StudyRunner(Study study, Path folder, String command) {

  /** Runs all cases; returns every published figure with the measured one. */
  List<ReproductionRow> play() {
    List<ReproductionRow> rows = new ArrayList<>();
    for (Study.Case one : study.cases()) {
      System.err.println(
          one.name().isEmpty() ? "running the case of the file" : "running case " + one.name());
      List<JsonNode> summaries = summaries(one);
      one.published()
          .forEach(
              (measure, published) ->
                  rows.add(
                      ReproductionRow.of(
                          one.name(),
                          measure,
                          published,
                          summaries.stream().map(measure::of).toList(),
                          rows)));
    }
    RaceFiles files = new RaceFiles(folder);
    files.write("reproduction.md", ReproductionTable.of(rows));
    files.write("reproduction.json", Json.pretty(rows));
    return rows;
  }

  private List<JsonNode> summaries(Study.Case one) {
    Experiment first = one.draft().complete();
    List<JsonNode> summaries = new ArrayList<>();
    for (int run = 0; run < one.runs(); run++) {
      String seed = Long.toString(first.seed() + run);
      Path to = folder.resolve(one.name().replaceAll("[^A-Za-z0-9.=-]", "_")).resolve(seed);
      summaries.add(race(one.draft().copy().set("seed", seed).complete(), to));
    }
    return summaries;
  }

  private JsonNode race(Experiment experiment, Path to) {
    RaceFiles files = new RaceFiles(to);
    RaceListener progress = new ProgressRaceListener(new RaceListener() {});
    try (Race race = new Race(experiment, progress, false)) {
      return Json.tree(files.write(race.run(command)).json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary can always be read", e);
    }
  }
}
