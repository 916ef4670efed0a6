package io.duet.unstructured;

import io.duet.overlay.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How queries are spread among the nodes that forward them.
 *
 * @param strategy how a node spreads its own
 * @param ttlMax the largest TTL of a flooded query
 * @param stepsMax the most steps of a walker
 * @param checkBack steps after which a walker asks whether it is still wanted
 * @param checkBackTimeoutNanos nanoseconds after which a walker that gets no answer ends
 * @param deadlineNanos nanoseconds after which a query ends in any case
 * @param confirm whether a provider is asked before it counts as found
 */
record SearchConfig(
    SearchStrategy strategy,
    int ttlMax,
    int stepsMax,
    int checkBack,
    long checkBackTimeoutNanos,
    long deadlineNanos,
    boolean confirm) {

  /** The settings of searches, beside the TTL. */
  static Settings defaults(Settings settings) {
    return settings
        .with("search", "flood")
        .with("ringStep", 2)
        .with("probes", 3)
        .with("walkers", 32)
        .with("steps", 1_024)
        .with("checkBack", 4)
        .with("hopWait", "350ms")
        .with("queryDeadline", "5s")
        .with("confirm", true);
  }

  /** A preset for each way to search beside blind flooding. */
  static Map<String, Map<String, String>> presets() {
    Map<String, Map<String, String>> presets = new LinkedHashMap<>();
    for (String search : List.of("expanding-ring", "walk", "dynamic")) {
      presets.put(search, Collections.singletonMap("search", search));
    }
    presets.put("gia", gia());
    return presets;
  }

  /** Capacities that differ, and so small a unit of them that the difference matters. */
  private static Map<String, String> gia() {
    Map<String, String> gia = new LinkedHashMap<>();
    gia.put("search", "biased-walk");
    gia.put("capacity", "gia");
    gia.put("queryRate", "100");
    return gia;
  }

  /** Reads the settings; a query among super-peers may take this share of {@code queryDeadline}. */
  static SearchConfig of(Settings settings, double share) {
    return new SearchConfig(
        strategy(settings),
        settings.number("ttl", 1, 100),
        settings.number("steps", 1, 100_000),
        settings.number("checkBack", 1, 100_000),
        settings.nanos("pingTimeout"),
        (long) (settings.nanos("queryDeadline") * share),
        settings.flag("confirm"));
  }

  private static SearchStrategy strategy(Settings settings) {
    int ttl = settings.number("ttl", 1, 100);
    long hopWait = settings.nanos("hopWait");
    return switch (settings.text("search")) {
      case "flood" -> new Flood(ttl, hopWait);
      case "expanding-ring" -> new ExpandingRing(ttl, settings.number("ringStep", 1, 100), hopWait);
      case "walk" -> walk(settings, hopWait);
      case "biased-walk" -> new BiasedWalk(walk(settings, hopWait));
      case "dynamic" ->
          new DynamicQuery(
              ttl,
              settings.number("probes", 1, 100),
              settings.number("degree", 1, 10_000),
              hopWait);
      default ->
          throw new IllegalArgumentException(
              "search is '"
                  + settings.text("search")
                  + "', but must be flood, expanding-ring, walk, biased-walk or dynamic");
    };
  }

  private static RandomWalk walk(Settings settings, long hopWait) {
    return new RandomWalk(
        settings.number("walkers", 1, 1_000), settings.number("steps", 1, 100_000), hopWait);
  }
}
