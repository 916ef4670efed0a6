package io.duet.experiments.command;

import static java.util.stream.Collectors.joining;

import io.duet.cli.Command;
import io.duet.cli.UsageException;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.race.Race;
import io.duet.experiments.race.RaceListener;
import io.duet.experiments.report.ConsoleTable;
import io.duet.experiments.report.RaceFiles;
import io.duet.experiments.report.SummaryFile;
import io.duet.experiments.study.ReproductionRow;
import io.duet.experiments.study.ReproductionTable;
import io.duet.experiments.study.Study;
import io.duet.http.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** {@code duet race}: runs one workload on several overlays and writes a report. */
public final class RaceCommand extends Command {

  /** The command. */
  public RaceCommand() {
    super(
        "race",
        "Runs one workload on several overlays and writes a report.",
        "[options]",
        RaceOptions.options());
  }

  @Override
  public int run(CommandLine line) {
    Study study = RaceOptions.study(line);
    Experiment first = study.cases().get(0).draft().complete();
    Path folder = Path.of(line.getOptionValue("out", "results/" + first.name()));
    if (study.isOneRace()) {
      play(line, first, folder);
    } else {
      playStudy(line, study, folder);
    }
    return 0;
  }

  private static void play(CommandLine line, Experiment experiment, Path folder) {
    RaceFiles files = new RaceFiles(folder);
    try (MetricsRaceListener metrics = metrics(experiment, RaceOptions.metricsPort(line));
        Race race =
            new Race(
                experiment,
                new ProgressRaceListener(metrics == null ? new RaceListener() {} : metrics),
                line.hasOption("hold"))) {
      print(line, folder, files.write(race.run(commandLine(line))));
      if (line.hasOption("hold")) {
        awaitInterrupt();
      }
    }
  }

  private static @Nullable MetricsRaceListener metrics(Experiment experiment, int port) {
    if (port < 0) {
      return null;
    }
    MetricsRaceListener metrics = new MetricsRaceListener(experiment.overlays(), port);
    System.err.println("metrics: http://127.0.0.1:" + metrics.port() + "/metrics");
    return metrics;
  }

  private static void awaitInterrupt() {
    System.err.println("keeping the networks and /metrics running until interrupted");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void playStudy(CommandLine line, Study study, Path folder) {
    if (line.hasOption("hold") || line.hasOption("metrics-port")) {
      throw new UsageException("--hold and --metrics-port work with one race, not with a study");
    }
    List<ReproductionRow> rows = new StudyRunner(study, folder, commandLine(line)).play();
    System.out.print(line.hasOption("json") ? Json.pretty(rows) : ReproductionTable.of(rows));
  }

  private static void print(CommandLine line, Path folder, SummaryFile summary) {
    if (line.hasOption("json")) {
      System.out.print(summary.json());
    } else {
      System.out.print(ConsoleTable.of(summary.overlays()));
      System.out.println();
      System.out.println("report: " + folder.resolve("report.html"));
    }
  }

  /** The command line, for repeating the race. */
  private static String commandLine(CommandLine line) {
    return Arrays.stream(line.getOptions())
        .map(o -> " --" + o.getLongOpt() + (o.hasArg() ? " " + o.getValue() : ""))
        .collect(joining("", "duet race", ""));
  }
}
