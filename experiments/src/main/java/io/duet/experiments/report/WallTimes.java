package io.duet.experiments.report;

import io.duet.experiments.result.RaceResult;
import io.duet.http.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Times and machine data of a run, in a separate file because they differ from run to run.
 *
 * @param startedAt the start of the run
 * @param seconds how long each overlay took, until its last answer
 */
record WallTimes(
    Instant startedAt,
    Map<String, Double> seconds,
    String duet,
    String java,
    String os,
    int cpus,
    long heapMaxMib) {

  /** The times of a race, with the versions and the machine of this process. */
  static WallTimes of(RaceResult race) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    race.overlays().forEach(overlay -> seconds.put(overlay.overlay(), overlay.wallSeconds()));
    return new WallTimes(
        race.startedAt(),
        seconds,
        Optional.ofNullable(WallTimes.class.getPackage().getImplementationVersion())
            .orElse("from sources"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
  }

  /** The text of {@code wall.json}. */
  String json() {
    return "{\"wall\":" + Json.pretty(this).stripTrailing() + "}\n";
  }
}
