package io.duet.experiments.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program that a test needs and that is not part of the build. */
final class Tool {
  private static final long SECONDS_MAX = 20;

  private Tool() {}

  /** The program's path; without it the test is skipped, but where CI is true it fails. */
  static Path find(String name) {
    Optional<Path> found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElseGet(() -> missing(name));
  }

  private static Path missing(String name) {
    String sentence =
        "'"
            + name
            + "' is not installed, so the expressions of grafana/ were not tried; on Debian,"
            + " 'apt-get install --no-install-recommends prometheus' brings it";
    if ("true".equals(System.getenv("CI"))) {
      fail(sentence);
    }
    return Assumptions.abort(sentence);
  }

  /** Runs a program to its end, which must be a good one. */
  static void run(Path log, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as("ended in time").isTrue();
      assertThat(process.exitValue()).as(() -> text(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no output: " + e.getMessage();
    }
  }
}
