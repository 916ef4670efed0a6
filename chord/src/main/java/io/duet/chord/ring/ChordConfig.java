package io.duet.chord.ring;

import io.duet.chord.message.WireLimits;
import io.duet.overlay.spi.Setting;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;

/** The settings of a ring, shared by all its nodes. Times are in nanoseconds. */
public record ChordConfig(
    @Setting(
            value = "8",
            max = WireLimits.PEERS_MAX,
            doc = "Length r of the successor list; by default log2 of the nodes, at least 8.")
        int successors,
    @Setting(value = "successors", word = "successors", doc = "Nodes that keep each record.")
        int replicas,
    @Setting(value = "500ms", large = "30s", word = NEVER, doc = "Period of stabilize.")
        long stabilizeNanos,
    @Setting(value = "250ms", large = "30s", word = NEVER, doc = "Period of checking one finger.")
        long fixFingersNanos,
    @Setting(value = "30s", large = "10m", word = NEVER, doc = "Period of publishing again.")
        long republishNanos,
    @Setting(
            name = "compareRecords",
            value = "20s",
            large = "5m",
            word = NEVER,
            doc = "Period in which an owner compares its records with one replica's.")
        long compareNanos,
    @Setting(value = "2m", large = "1h", doc = "Life of a record that is not published again.")
        long recordLifetimeNanos,
    @Setting(name = "requestTimeout", value = "1s", doc = "Reply timeout before any measurement.")
        long requestNanos,
    @Setting(name = "lookupDeadline", value = "10s", doc = "Time after which a lookup fails.")
        long lookupNanos,
    @Setting(value = "2", min = 2, max = ChordConfig.BASE_MAX, doc = "Fingers' base, a power of 2.")
        int fingerBase,
    @Setting(value = "1", max = WireLimits.PEERS_MAX, doc = "Members measured for a finger.")
        int proximity,
    @Setting(value = "0", min = 0, max = 65_536, doc = "Members remembered beside the fingers.")
        int cache,
    @Setting(value = "4h", doc = "Time after which a remembered member is forgotten.")
        long cacheLifetimeNanos,
    @Setting(value = "0", min = 0, max = 1_000_000, doc = "Bytes/s for keeping the cache complete.")
        int tableBytesPerSecond,
    @Setting(value = "1", max = 64, doc = "Ring members of each node, each with a port of its own.")
        int virtualNodes,
    @Setting(value = "iterative", doc = "Who forwards a lookup.") Mode lookup,
    @Setting(value = "1", max = 16, doc = "Members that an iterative lookup asks at a time.")
        int parallel,
    @Setting(value = "true", doc = "Whether a member answers for its own keys without asking.")
        boolean ownKeysAtOnce,
    @Setting(value = "true", doc = "Whether a failed lookup is tried again until its deadline.")
        boolean retry,
    @Setting(value = "false", doc = "Whether the node reports the requests that reach it.")
        boolean requestLog) {

  /** Who forwards a lookup. */
  public enum Mode {
    /** The origin asks one member after another. */
    ITERATIVE,
    /** Members forward the lookup, and its result back along the same path. */
    RECURSIVE,
    /** Members forward the lookup, and the last one answers the origin. */
    RECURSIVE_DIRECT
  }

  private static final String NEVER = "never";
  private static final int BASE_MAX = 128;
  private static final int PAUSES_MAX = 8;
  private static final long SECOND = 1_000_000_000;

  public ChordConfig {
    replicas =
        replicas == 0 ? successors : Settings.checked("replicas", replicas, 1, successors + 1);
    if (Integer.bitCount(fingerBase) != 1) {
      throw new IllegalArgumentException(
          "fingerBase is " + fingerBase + ", but must be a power of two from 2 to " + BASE_MAX);
    }
  }

  /**
   * Defaults for {@code nodes} nodes: a successor list that survives the failure of half of them.
   */
  public static Settings defaults(int nodes) {
    int successors = Math.max(8, 32 - Integer.numberOfLeadingZeros(nodes - 1));
    return SettingsBinder.defaults(ChordConfig.class, nodes).with("successors", successors);
  }

  public static ChordConfig of(Settings settings) {
    return SettingsBinder.bind(ChordConfig.class, settings);
  }

  /** Lifetime of a record, in seconds, at least 1. */
  public int recordSeconds() {
    return (int) Math.max(1, recordLifetimeNanos / SECOND);
  }

  /** Lifetime of a location table entry, in seconds, at least 1. */
  public int cacheSeconds() {
    return (int) Math.max(1, cacheLifetimeNanos / SECOND);
  }

  /** The base-2 logarithm of {@code fingerBase}. */
  int digitBits() {
    return Integer.numberOfTrailingZeros(fingerBase);
  }

  /** Whether owners run anti-entropy with their replicas. */
  public boolean repairs() {
    return compareNanos > 0 && replicas > 1;
  }

  /** Whether members run gossip to keep their location tables complete. */
  public boolean gossips() {
    return cache > 0 && tableBytesPerSecond > 0;
  }

  /** Maximum number of times that a lookup pauses and starts again. */
  public int pausesMax() {
    return retry ? PAUSES_MAX : 0;
  }
}
