package io.duet.experiments.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.race.Race;
import io.duet.experiments.report.RaceFiles;
import io.duet.experiments.report.Summary;
import io.duet.experiments.report.SummaryFile;
import io.duet.experiments.report.WallTimes;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.study.Expectation;
import io.duet.experiments.study.Measure;
import io.duet.experiments.study.ReproductionRow;
import io.duet.experiments.study.ReproductionTable;
import io.duet.experiments.study.Study;
import io.duet.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs every case of a study with every seed, each race in a folder of its own, and compares the
 * results with published figures in {@code reproduction.md} and {@code reproduction.json}.
 */
final class StudyRunner {
  private final Study study;
  private final Path folder;
  private final String command;

  /**
   * A run that has not started.
   *
   * @param folder the folder of its results
   * @param command its command line
   */
  StudyRunner(Study study, Path folder, String command) {
    this.study = study;
    this.folder = folder;
    this.command = command;
  }

  /** Runs all cases; returns every published figure with the measured one. */
  List<ReproductionRow> play() {
    List<ReproductionRow> rows = new ArrayList<>();
    for (Study.Case one : study.cases()) {
      System.err.println(
          one.name().isEmpty() ? "running the case of the file" : "running case " + one.name());
      for (ReproductionRow row : rows(one, summaries(one))) {
        rows.add(row.after(rows));
      }
    }
    write("reproduction.md", ReproductionTable.of(rows));
    write("reproduction.json", json(rows));
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
    Instant startedAt = Instant.now();
    try (CompositeRaceListener watch = new CompositeRaceListener(experiment, -1);
        Race race = new Race(experiment, watch, false)) {
      RaceResult result = race.run(command);
      List<Summary> summaries = RaceCommand.summaries(result);
      files.write(result, summaries, new WallTimes(startedAt, watch.secondsByOverlay()));
      return Json.tree(SummaryFile.write(result, summaries));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary can always be read", e);
    }
  }

  private static List<ReproductionRow> rows(Study.Case one, List<JsonNode> summaries) {
    List<ReproductionRow> rows = new ArrayList<>();
    for (Map.Entry<Measure, Expectation> figure : one.published().entrySet()) {
      Measure measure = figure.getKey();
      List<Double> measured = summaries.stream().map(measure::of).toList();
      rows.add(new ReproductionRow(one.name(), measure, figure.getValue(), measured));
    }
    return rows;
  }

  private record Figure(
      @JsonProperty("case") String caseName,
      String measure,
      String published,
      double measured,
      List<Double> seeds,
      boolean within) {
    static Figure of(ReproductionRow row) {
      return new Figure(
          row.caseName(),
          row.measure().text(),
          row.published().text(),
          row.mean(),
          row.measured(),
          row.holds());
    }
  }

  /** The rows as JSON. */
  static String json(List<ReproductionRow> rows) {
    return Json.pretty(rows.stream().map(Figure::of).toList());
  }

  private void write(String name, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new FailureException("cannot write " + folder.resolve(name), e);
    }
  }
}
