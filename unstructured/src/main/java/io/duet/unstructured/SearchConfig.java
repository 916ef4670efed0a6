package io.duet.unstructured;

import io.duet.overlay.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How queries are spread among the nodes that forward them.
 *
 * @param strategy how a node spreads its own queries
 * @param ttlMax the largest TTL of a flooded query
 * @param ringStep by how much each ring of an expanding ring is wider than the one before
 * @param probes links of the probe of a dynamic query
 * @param degree the mean number of links of a node, by which a dynamic query estimates its reach
 * @param walkers how many walkers a query sends
 * @param stepsMax the most steps of a walker
 * @param checkBack steps after which a walker asks whether it is still wanted
 * @param checkBackTimeoutNanos nanoseconds after which a walker that gets no answer ends
 * @param hopWaitNanos nanoseconds for which an answer is awaited, for each hop
 * @param deadlineNanos nanoseconds after which a query ends in any case
 * @param confirm whether a provider is asked before it counts as found
 * @param replication what nodes know of what others hold
 */
record SearchConfig(
    Strategy strategy,
    int ttlMax,
    int ringStep,
    int probes,
    int degree,
    int walkers,
    int stepsMax,
    int checkBack,
    long checkBackTimeoutNanos,
    long hopWaitNanos,
    long deadlineNanos,
    boolean confirm,
    ReplicationConfig replication) {
  /** No node lets a flooded query go farther than this. */
  static final int TTL_LIMIT = 100;

  /** No node lets a walker take more steps than this. */
  static final int STEPS_LIMIT = 100_000;

  /** The ways to spread queries. */
  enum Strategy {
    FLOOD,
    EXPANDING_RING,
    WALK,
    BIASED_WALK,
    DYNAMIC;

    /**
     * Reads the setting {@code search}.
     *
     * @throws IllegalArgumentException with a sentence for people, for any other text
     */
    static Strategy of(String text) {
      return switch (text) {
        case "flood" -> FLOOD;
        case "expanding-ring" -> EXPANDING_RING;
        case "walk" -> WALK;
        case "biased-walk" -> BIASED_WALK;
        case "dynamic" -> DYNAMIC;
        default ->
            throw new IllegalArgumentException(
                "search is '"
                    + text
                    + "', but must be flood, expanding-ring, walk, biased-walk or dynamic");
      };
    }

    /** Whether queries are walkers, and not floods. */
    boolean walks() {
      return this == WALK || this == BIASED_WALK;
    }
  }

  /** The settings of searches, beside the TTL. */
  static Settings defaults(Settings settings) {
    return ReplicationConfig.defaults(settings)
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
    presets.put("bloom", Collections.singletonMap("lastHop", "bloom"));
    presets.put("pointers", Collections.singletonMap("replicateIndex", "true"));
    presets.put("path-cache", pathCache());
    return presets;
  }

  /** Walkers, which gain most from replicas of what is popular. */
  private static Map<String, String> pathCache() {
    Map<String, String> cached = new LinkedHashMap<>();
    cached.put("search", "walk");
    cached.put("cache", "path");
    return cached;
  }

  /**
   * Capacities that differ, in so small a unit that the difference matters, and neighbours that
   * hold each other's indexes: three of the four parts of Gia. In place of the fourth, which adapts
   * links to capacities step by step, a network that begins assembled has them adapted already.
   */
  private static Map<String, String> gia() {
    Map<String, String> gia = new LinkedHashMap<>();
    gia.put("search", "biased-walk");
    gia.put("capacity", "gia");
    gia.put("queryRate", "100");
    gia.put("replicateIndex", "true");
    gia.put("topology", "gia");
    return gia;
  }

  /** Reads the settings; a query among super-peers may take this share of {@code queryDeadline}. */
  static SearchConfig of(Settings settings, double share) {
    return new SearchConfig(
        Strategy.of(settings.text("search")),
        settings.number("ttl", 1, TTL_LIMIT),
        settings.number("ringStep", 1, 100),
        settings.number("probes", 1, 100),
        settings.number("degree", 1, 10_000),
        settings.number("walkers", 1, 1_000),
        settings.number("steps", 1, STEPS_LIMIT),
        settings.number("checkBack", 1, 100_000),
        settings.nanos("pingTimeout"),
        settings.nanos("hopWait"),
        (long) (settings.nanos("queryDeadline") * share),
        settings.flag("confirm"),
        ReplicationConfig.of(settings));
  }

  /** The most hops of a query, with the strategy that is chosen. */
  int hopsMax() {
    return strategy.walks() ? stepsMax : ttlMax;
  }
}
