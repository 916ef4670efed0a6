package io.duet.experiments.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/**
 * Times and machine data of a run, in a separate file because they differ from run to run.
 *
 * @param startedAt the start of the run
 * @param secondsByOverlay the wall time of each overlay
 */
public record WallClock(Instant startedAt, Map<String, Double> secondsByOverlay) {

  /** All values by name, with versions and machine. */
  public ObjectNode tree() {
    ObjectNode wall = new ObjectMapper().createObjectNode();
    wall.put("started_at", startedAt.toString());
    ObjectNode seconds = wall.putObject("seconds");
    secondsByOverlay.forEach(seconds::put);
    wall.put("duet", version());
    wall.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    wall.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    wall.put("cpus", Runtime.getRuntime().availableProcessors());
    wall.put("heap_max_mib", Runtime.getRuntime().maxMemory() >> 20);
    return wall;
  }

  private static String version() {
    String version = WallClock.class.getPackage().getImplementationVersion();
    return version == null ? "from sources" : version;
  }
}
