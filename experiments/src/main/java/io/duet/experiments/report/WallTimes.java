package io.duet.experiments.report;

import io.duet.http.Json;
import java.time.Instant;
import java.util.Map;

/**
 * Times and machine data of a run, in a separate file because they differ from run to run.
 *
 * @param startedAt the start of the run
 * @param seconds how long each overlay took
 */
public record WallTimes(
    Instant startedAt,
    Map<String, Double> seconds,
    String duet,
    String java,
    String os,
    int cpus,
    long heapMaxMib) {

  /** The times of a run, with the versions and the machine of this process. */
  public WallTimes(Instant startedAt, Map<String, Double> seconds) {
    this(
        startedAt,
        seconds,
        version(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static String version() {
    String version = WallTimes.class.getPackage().getImplementationVersion();
    return version == null ? "from sources" : version;
  }

  /** The text of {@code wall.json}. */
  String json() {
    return "{\"wall\":" + Json.pretty(this).stripTrailing() + "}\n";
  }
}
