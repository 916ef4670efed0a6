package io.duet.experiments.command;

import io.duet.cli.Command;
import io.duet.cli.UsageException;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.race.Race;
import io.duet.experiments.report.ConsoleTable;
import io.duet.experiments.report.RaceFiles;
import io.duet.experiments.report.Summary;
import io.duet.experiments.report.SummaryFile;
import io.duet.experiments.report.WallTimes;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.study.ReproductionRow;
import io.duet.experiments.study.ReproductionTable;
import io.duet.experiments.study.Study;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

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
    if (!study.isOneRace()) {
      playStudy(line, study);
      return 0;
    }
    Experiment experiment = study.cases().get(0).draft().complete();
    Path folder = Path.of(line.getOptionValue("out", "results/" + experiment.name()));
    RaceFiles files = new RaceFiles(folder);
    Instant startedAt = Instant.now();
    try (CompositeRaceListener watch =
            new CompositeRaceListener(experiment, RaceOptions.metricsPort(line));
        Race race = new Race(experiment, watch, line.hasOption("hold"))) {
      RaceResult result = race.run(commandLine(line));
      List<Summary> summaries = summaries(result);
      WallTimes wall = new WallTimes(startedAt, watch.secondsByOverlay());
      files.write(result, summaries, wall);
      print(line, folder, result, summaries);
      if (line.hasOption("hold")) {
        watch.awaitInterrupt();
      }
    }
    return 0;
  }

  private static void playStudy(CommandLine line, Study study) {
    if (line.hasOption("hold") || line.hasOption("metrics-port")) {
      throw new UsageException("--hold and --metrics-port work with one race, not with a study");
    }
    String name = study.cases().get(0).draft().complete().name();
    Path folder = Path.of(line.getOptionValue("out", "results/" + name));
    List<ReproductionRow> rows = new StudyRunner(study, folder, commandLine(line)).play();
    System.out.print(line.hasOption("json") ? StudyRunner.json(rows) : ReproductionTable.of(rows));
  }

  static List<Summary> summaries(RaceResult result) {
    long duration = result.experiment().duration().toNanos();
    return result.overlays().stream()
        .map(overlay -> Summary.of(overlay, result.crashAtNanos(), duration))
        .toList();
  }

  private static void print(
      CommandLine line, Path folder, RaceResult result, List<Summary> summaries) {
    if (line.hasOption("json")) {
      System.out.print(SummaryFile.write(result, summaries));
    } else {
      System.out.print(ConsoleTable.of(summaries));
      System.out.println();
      System.out.println("report: " + folder.resolve("report.html"));
    }
  }

  /** The command line, for repeating the race. */
  static String commandLine(CommandLine line) {
    StringBuilder command = new StringBuilder("duet race");
    for (Option option : line.getOptions()) {
      command.append(" --").append(option.getLongOpt());
      if (option.hasArg()) {
        command.append(' ').append(option.getValue());
      }
    }
    return command.toString();
  }
}
