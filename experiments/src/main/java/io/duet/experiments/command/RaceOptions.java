package io.duet.experiments.command;

import io.duet.cli.UsageException;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.experiments.study.Study;
import io.duet.experiments.study.StudyFile;
import io.duet.simulation.NetworkModels;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** The options of {@code duet race}, and the experiment that a command line asks for. */
final class RaceOptions {
  /** Long options that are named as the field of the experiment for which they stand. */
  private static final List<String> FIELDS =
      List.of("nodes", "searches", "overlays", "crash", "seed", "loss", "network", "catalog");

  private RaceOptions() {}

  static Options options() {
    return new Options()
        .addOption(
            option(
                "f",
                "file",
                "FILE",
                "an experiment or a study in YAML; the other options override it"))
        .addOption(Option.builder().longOpt("simulate").desc("plays in virtual time").get())
        .addOption(option(null, "nodes", "N", "nodes of each overlay (64)"))
        .addOption(option(null, "searches", "N", "searches in all (5000)"))
        .addOption(option(null, "overlays", "A,B", "who plays (chord,super-peer,flood,oracle)"))
        .addOption(option(null, "crash", "FRACTION", "nodes that crash half-way (0.2)"))
        .addOption(option(null, "seed", "N", "where all chance comes from (1)"))
        .addOption(option(null, "loss", "FRACTION", "messages that get lost; with --simulate (0)"))
        .addOption(
            option(
                null,
                "network",
                "MODEL",
                "with --simulate: " + NetworkModels.FORMS + " (constant:60ms)"))
        .addOption(
            option(
                null,
                "catalog",
                "DIR",
                "takes the names of the files below DIR as contents; or numbered:N"))
        .addOption(
            option(
                null,
                "set",
                "NAME=VALUE",
                "any other field of the experiment (warmUp=20s) or setting of an overlay"
                    + " (chord.successors=1); may be repeated"))
        .addOption(option(null, "out", "DIR", "where the results go (results/NAME)"))
        .addOption(
            Option.builder().longOpt("json").desc("prints summary.json, not the table").get())
        .addOption(
            option(null, "metrics-port", "PORT", "serves /metrics on this loopback port (off)"))
        .addOption(
            Option.builder()
                .longOpt("hold")
                .desc("keeps the network and /metrics (port 9464) up until interrupted")
                .get());
  }

  private static Option option(@Nullable String letter, String name, String value, String what) {
    return Option.builder(letter).longOpt(name).hasArg().argName(value).desc(what).get();
  }

  /** The study that a command line asks for: the file's, overridden by the options. */
  static Study study(CommandLine line) {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("unexpected argument '" + line.getArgList().get(0) + "'");
    }
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
        draft.say(field, line.getOptionValue(field));
      }
    }
    if (line.hasOption("simulate")) {
      draft.say("simulate", "true");
    }
    String[] assignments = line.getOptionValues("set");
    for (String assignment : assignments == null ? new String[0] : assignments) {
      assign(draft, assignment);
    }
  }

  private static void assign(ExperimentDraft draft, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException("--set takes NAME=VALUE, not '" + assignment + "'");
    }
    String name = assignment.substring(0, equals);
    String value = assignment.substring(equals + 1);
    int dot = name.indexOf('.');
    if (dot < 0) {
      draft.say(name, value);
    } else {
      draft.saySetting(name.substring(0, dot), name.substring(dot + 1), value);
    }
  }

  private static void checkWorld(CommandLine line, Experiment experiment) {
    if (!experiment.simulate() && (line.hasOption("network") || experiment.loss() > 0)) {
      String what = line.hasOption("network") ? "--network" : "loss";
      throw new UsageException(what + " is for simulations; add --simulate");
    }
  }

  /** The loopback port of /metrics; negative when it is off. */
  static int metricsPort(CommandLine line) {
    String text = line.getOptionValue("metrics-port", line.hasOption("hold") ? "9464" : "-1");
    try {
      int port = Integer.parseInt(text);
      if (port <= 65_535 && (port >= 0 || !line.hasOption("metrics-port"))) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("--metrics-port is " + text + ", but must be from 0 to 65535");
  }
}
