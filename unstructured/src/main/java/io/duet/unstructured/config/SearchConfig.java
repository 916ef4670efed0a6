package io.duet.unstructured.config;

import io.duet.overlay.spi.Setting;
import io.duet.overlay.spi.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of search strategies; the first four components repeat {@link SuperPeerConfig}. */
public record SearchConfig(
    int expectedNodes,
    int clusterSize,
    int degree,
    long pingTimeoutNanos,
    ReplicationConfig replication,
    @Setting(value = "flood", doc = "How a node spreads its queries.") Search search,
    @Setting(
            name = "ttl",
            value = "auto",
            word = "auto",
            max = SearchConfig.TTL_LIMIT,
            doc = "Largest TTL of a flooded query; auto reaches all super-peers.")
        int ttlMax,
    @Setting(value = "2", max = 100, doc = "Hops by which each expanding ring is wider.")
        int ringStep,
    @Setting(value = "3", max = 100, doc = "Links that a dynamic query probes at first.")
        int probes,
    @Setting(value = "32", max = 1_000, doc = "Walkers of a query.") int walkers,
    @Setting(
            name = "steps",
            value = "1024",
            max = SearchConfig.STEPS_LIMIT,
            doc = "Most steps of a walker.")
        int stepsMax,
    @Setting(value = "4", max = 100_000, doc = "Steps after which a walker asks its origin.")
        int checkBack,
    @Setting(value = "350ms", doc = "Time to wait for hits, for each hop.") long hopWaitNanos,
    @Setting(value = "5s", doc = "Time after which a search ends.") long queryDeadlineNanos,
    @Setting(value = "true", doc = "Whether a provider is asked before it counts as found.")
        boolean verifyHits) {
  /** The maximum TTL that a node accepts. */
  public static final int TTL_LIMIT = 100;

  /** The maximum steps of a walker that a node accepts. */
  public static final int STEPS_LIMIT = 100_000;

  private static final double SHARE_OF_SUPER_PEERS = 0.4;

  public enum Search {
    FLOOD,
    EXPANDING_RING,
    WALK,
    BIASED_WALK,
    DYNAMIC
  }

  public SearchConfig {
    ttlMax = ttlMax == 0 ? ttl(1 + (expectedNodes - 1) / clusterSize, degree) : ttlMax;
  }

  /** A TTL that reaches all super-peers of a random graph, plus two hops. */
  private static int ttl(int superPeers, int degree) {
    double hops = StrictMath.log(superPeers) / StrictMath.log(Math.max(2, degree - 1));
    return superPeers <= degree ? 2 : (int) StrictMath.ceil(hops) + 2;
  }

  /** A preset for each search strategy other than flooding. */
  public static Map<String, Map<String, String>> presets() {
    Map<String, Map<String, String>> presets = new LinkedHashMap<>();
    for (String search : List.of("expanding-ring", "walk", "dynamic")) {
      presets.put(search, Settings.of("search", search).asMap());
    }
    // Three of the four parts of Gia: biased walks, token flow control and one-hop indexes; the
    // unit of capacity is so small that differences matter. The fourth part adapts links to
    // capacities step by step; an assembled network begins with adapted links instead.
    presets.put(
        "gia",
        Settings.of("search", "biased-walk", "capacity", "gia", "queryRate", 100)
            .with("replicateIndex", true)
            .with("topology", "gia")
            .asMap());
    presets.put("bloom", Settings.of("lastHop", "bloom").asMap());
    presets.put("pointers", Settings.of("replicateIndex", true).asMap());
    // walkers gain most from cached hits of popular contents
    presets.put("path-cache", Settings.of("search", "walk", "cache", "path").asMap());
    return presets;
  }

  /** Nanoseconds after which a walker check without a reply ends the walker. */
  public long checkBackTimeoutNanos() {
    return pingTimeoutNanos;
  }

  /** Nanoseconds after which a query among super-peers ends, so that its leaf can retry. */
  public long deadlineNanos() {
    return clusterSize == 1
        ? queryDeadlineNanos
        : (long) (queryDeadlineNanos * SHARE_OF_SUPER_PEERS);
  }

  /** The maximum hops of a query with the configured strategy. */
  public int hopsMax() {
    return search == Search.WALK || search == Search.BIASED_WALK ? stepsMax : ttlMax;
  }
}
