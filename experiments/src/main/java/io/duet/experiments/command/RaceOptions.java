package io.duet.experiments.command;

import static io.duet.cli.Command.flag;
import static io.duet.cli.Command.repeated;
import static io.duet.cli.Command.valued;

import io.duet.cli.Command;
import io.duet.cli.UsageException;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.experiments.study.Study;
import io.duet.experiments.study.StudyFile;
import io.duet.overlay.spi.Settings;
import io.duet.simulation.NetworkModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of {@code duet race}, and the study that they describe. */
final class RaceOptions {
  /** Long options with the name of the experiment's field that they set. */
  private static final List<String> FIELDS =
      List.of(
          "nodes",
          "searches",
          "overlays",
          "crash",
          "seed",
          "loss",
          "network",
          "catalog",
          "fetch",
          "bandwidth");

  private RaceOptions() {}

  static Options options() {
    return new Options()
        .addOption(
            Option.builder("f")
                .longOpt("file")
                .hasArg()
                .argName("FILE")
                .desc("run an experiment or a study from a YAML file; other options override it")
                .get())
        .addOption(flag("simulate", "run in virtual time"))
        .addOption(valued("nodes", "N", "use this number of nodes per overlay (64)"))
        .addOption(valued("searches", "N", "start this number of searches in total (5000)"))
        .addOption(valued("overlays", "A,B", "run these overlays (chord,super-peer,flood,oracle)"))
        .addOption(valued("crash", "FRACTION", "crash this share of the nodes half-way (0.2)"))
        .addOption(valued("seed", "N", "draw all random numbers from this seed (1)"))
        .addOption(
            valued("loss", "FRACTION", "lose this share of the messages; with --simulate (0)"))
        .addOption(
            valued(
                "network",
                "MODEL",
                "with --simulate, use one of " + NetworkModel.FORMS + " (constant:60ms)"))
        .addOption(
            valued(
                "catalog",
                "DIR",
                "use the names of the files below DIR as contents; or numbered:N"))
        .addOption(
            valued("fetch", "SIZE", "follow each search by the transfer of a file, as in 64MB"))
        .addOption(
            valued(
                "bandwidth",
                "UP[/DOWN]",
                "limit the links of each node for transfers, as in 20MB/s/100MB/s (that, with"
                    + " --simulate; on sockets only uplinks are limited, by default not)"))
        .addOption(
            flag("flash-crowd", "let all nodes fetch the file of one provider at the same time"))
        .addOption(
            repeated(
                "set",
                "NAME=VALUE",
                "set any other field of the experiment (warmUp=20s) or setting of an overlay"
                    + " (chord.successors=1)"))
        .addOption(valued("out", "DIR", "write the results to this folder (results/NAME)"))
        .addOption(flag("json", "print summary.json instead of the table"))
        .addOption(valued("metrics-port", "PORT", "serve /metrics on this loopback port (off)"))
        .addOption(
            flag("hold", "keep the networks and /metrics (port 9464) running until interrupted"));
  }

  /** The study of a command line: that of the file, overridden by the options. */
  static Study study(CommandLine line) {
    Command.takeNoArguments(line);
    try {
      String file = line.getOptionValue("file");
      Study study = file == null ? Study.of(new ExperimentDraft()) : StudyFile.read(Path.of(file));
      for (Study.Case one : study.cases()) {
        override(one.draft(), line);
        checkWorld(line, one.draft().complete());
      }
      return study;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static void override(ExperimentDraft draft, CommandLine line) {
    for (String field : FIELDS) {
      if (line.hasOption(field)) {
        draft.set(field, line.getOptionValue(field));
      }
    }
    if (line.hasOption("simulate")) {
      draft.set("simulate", "true");
    }
    if (line.hasOption("flash-crowd")) {
      draft.set("flashCrowd", "true");
    }
    for (String text : Command.values(line, "set")) {
      Map.Entry<String, String> assignment = Command.assignment(text);
      draft.set(assignment.getKey(), assignment.getValue());
    }
  }

  private static void checkWorld(CommandLine line, Experiment experiment) {
    if (line.hasOption("bandwidth") && experiment.fetchBytes() == 0) {
      throw new UsageException("--bandwidth is for transfers; add --fetch, as in --fetch 64MB");
    }
    if (!experiment.simulate() && (line.hasOption("network") || experiment.loss() > 0)) {
      String what = line.hasOption("network") ? "--network" : "loss";
      throw new UsageException(what + " works only in simulations; add --simulate");
    }
  }

  /** The loopback port of /metrics; negative when it is off. */
  static int metricsPort(CommandLine line) {
    if (!line.hasOption("metrics-port")) {
      return line.hasOption("hold") ? 9464 : -1;
    }
    try {
      String port = line.getOptionValue("metrics-port");
      return Settings.of("--metrics-port", port).number("--metrics-port", 0, 65_535);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
