package io.duet.experiments.command;

import io.duet.cli.Command;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code duet bench}: runs the JMH microbenchmarks in a separate process, optionally pinned to one
 * CPU. The benchmarks and their references are not in the shipped jar, so the launcher passes their
 * class path.
 */
public final class BenchCommand extends Command {
  private static final String CLASS_PATH = "duet.bench.classpath";

  /** The command. */
  public BenchCommand() {
    super(
        "bench",
        "Runs the microbenchmarks, or those that match a pattern.",
        "[options] [PATTERN...]",
        new Options()
            .addOption(flag("list", "list the benchmarks"))
            .addOption(valued("cpu", "N", "pin the measured process to this CPU (Linux, taskset)"))
            .addOption(valued("json", "FILE", "write the results of JMH as JSON"))
            .addOption(repeated("jmh", "OPTION", "pass an option to JMH, such as --jmh=-prof=gc")));
  }

  @Override
  public int run(CommandLine line) {
    String classPath = System.getProperty(CLASS_PATH);
    if (classPath == null) {
      throw new FailureException("the benchmarks are not built; start them with ./duet bench");
    }
    return runProcess(command(line, classPath));
  }

  private static List<String> command(CommandLine line, String classPath) {
    List<String> command = new ArrayList<>();
    if (line.hasOption("cpu")) {
      command.addAll(List.of("taskset", "-c", cpu(line.getOptionValue("cpu"))));
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    command.addAll(List.of(java, "-cp", classPath, "org.openjdk.jmh.Main"));
    if (line.hasOption("list")) {
      command.add("-l");
    }
    if (line.hasOption("json")) {
      command.addAll(List.of("-rf", "json", "-rff", line.getOptionValue("json")));
    }
    for (String option : values(line, "jmh")) {
      command.addAll(List.of(option.split("=", 2)));
    }
    command.addAll(line.getArgList());
    return command;
  }

  private static String cpu(String text) {
    if (!text.matches("\\d{1,4}")) {
      throw new UsageException("--cpu takes the number of a CPU, not '" + text + "'");
    }
    return text;
  }

  private static int runProcess(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor() == 0 ? 0 : 1;
    } catch (IOException e) {
      throw new FailureException("cannot start " + command.get(0) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException("the benchmarks were interrupted", e);
    }
  }
}
