package io.duet.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duet.cli.FailureException;
import io.duet.experiments.report.RaceFiles;
import io.duet.experiments.report.Summary;
import io.duet.experiments.report.SummaryFile;
import io.duet.experiments.report.WallClock;
import io.duet.experiments.study.Expectation;
import io.duet.experiments.study.Measure;
import io.duet.experiments.study.ReproductionTable;
import io.duet.experiments.study.Row;
import io.duet.experiments.study.Study;
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
final class StudyRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Study study;
  private final Path folder;
  private final String command;

  /**
   * A run that has not started.
   *
   * @param folder the folder of its results
   * @param command its command line
   */
  StudyRun(Study study, Path folder, String command) {
    this.study = study;
    this.folder = folder;
    this.command = command;
  }

  /** Runs all cases; returns every published figure with the measured one. */
  List<Row> play() {
    List<Row> rows = new ArrayList<>();
    for (Study.Case one : study.cases()) {
      System.err.println(
          one.name().isEmpty() ? "running the case of the file" : "running case " + one.name());
      for (Row row : rows(one, summaries(one))) {
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
      summaries.add(race(one.draft().copy().say("seed", seed).complete(), to));
    }
    return summaries;
  }

  private JsonNode race(Experiment experiment, Path to) {
    RaceFiles files = new RaceFiles(to);
    Instant startedAt = Instant.now();
    try (RaceWatch watch = new RaceWatch(experiment, -1);
        Race race = new Race(experiment, watch, false)) {
      RaceResult result = race.run(command);
      List<Summary> summaries = RaceCommand.summaries(result);
      files.write(result, summaries, new WallClock(startedAt, watch.secondsByOverlay()));
      return JSON.readTree(SummaryFile.write(result, summaries));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary can always be read", e);
    }
  }

  private static List<Row> rows(Study.Case one, List<JsonNode> summaries) {
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<Measure, Expectation> figure : one.published().entrySet()) {
      Measure measure = figure.getKey();
      List<Double> measured = summaries.stream().map(measure::of).toList();
      rows.add(new Row(one.name(), measure, figure.getValue(), measured));
    }
    return rows;
  }

  /** The rows as JSON. */
  static String json(List<Row> rows) {
    var list = JSON.createArrayNode();
    for (Row row : rows) {
      var node = list.addObject();
      node.put("case", row.caseName());
      node.put("measure", row.measure().text());
      node.put("published", row.published().text());
      node.put("measured", row.mean());
      row.measured().forEach(node.withArrayProperty("seeds")::add);
      node.put("within", row.holds());
    }
    return list.toPrettyString() + "\n";
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
