package io.duet.chord;

import static java.util.stream.Collectors.joining;

import io.duet.overlay.Settings;
import java.util.Arrays;
import java.util.Locale;

/**
 * How a ring is run; one object for all of its nodes. Times are nanoseconds.
 *
 * @param successors the length r of the successor list, 1 to 64
 * @param replicas how many nodes keep each record, the owner included
 * @param stabilizeNanos the period of stabilize, 0 for never
 * @param fixFingersNanos the period in which one finger is checked, 0 for never
 * @param republishNanos the period in which providers announce their contents anew
 * @param compareNanos the period in which an owner compares its records with one of those that
 *     replicate them, 0 for never
 * @param recordSeconds the life of a record that nobody announces anew
 * @param requestNanos how long a node waits for a reply before it has measured any round trip
 * @param lookupNanos the time after which a lookup is given up
 * @param digitBits the fingers' base is 2 to this
 * @param proximity among how many members of its interval the nearest becomes a finger; 1 for the
 *     first of them
 * @param cache how many members that it has heard of a node remembers at most; 0 for none
 * @param cacheSeconds the time after which one is forgotten of which nothing was heard
 * @param tableBytesPerSecond what a node may spend on keeping its cache complete; 0 for nothing
 * @param virtualNodes how many members of the ring each node is, every one with a port of its own
 * @param parallel how many members an iterative lookup asks at a time
 * @param ownKeysAtOnce whether a member answers for its own keys without asking anyone; the papers'
 *     pseudo-code does not, and sends such a lookup round the ring
 * @param retry whether a lookup that has come to an end tries again until its deadline
 * @param lookup who carries a lookup onwards
 */
record ChordConfig(
    int successors,
    int replicas,
    long stabilizeNanos,
    long fixFingersNanos,
    long republishNanos,
    long compareNanos,
    int recordSeconds,
    long requestNanos,
    long lookupNanos,
    int digitBits,
    int proximity,
    int cache,
    int cacheSeconds,
    int tableBytesPerSecond,
    int virtualNodes,
    int parallel,
    boolean ownKeysAtOnce,
    boolean retry,
    Mode lookup) {

  /** Who carries a lookup onwards. */
  enum Mode {
    /** The origin asks one member after the other. */
    ITERATIVE,
    /** Members hand it on, and the answer back on the same way. */
    RECURSIVE,
    /** Members hand it on, and the last one answers the origin. */
    RECURSIVE_DIRECT
  }

  static final int SMALL_NODES_MAX = 20_000;
  private static final String AS_MANY_AS_SUCCESSORS = "successors";
  private static final String NEVER = "never";
  private static final int PAUSES_MAX = 8;
  private static final int VIRTUAL_NODES_MAX = 64;
  private static final int CACHE_MAX = 65_536;
  private static final int BASE_MAX = 128;
  private static final int DAY_SECONDS = 86_400;

  /** What suits a network of so many nodes: a list long enough to outlive half of them. */
  static Settings defaults(int nodes) {
    boolean small = nodes <= SMALL_NODES_MAX;
    int successors = Math.max(8, 32 - Integer.numberOfLeadingZeros(nodes - 1));
    return Settings.empty()
        .with("successors", successors)
        .with("replicas", AS_MANY_AS_SUCCESSORS)
        .with("stabilize", small ? "500ms" : "30s")
        .with("fixFingers", small ? "250ms" : "30s")
        .with("republish", small ? "30s" : "10m")
        .with("compareRecords", small ? "20s" : "5m")
        .with("recordLifetime", small ? "2m" : "1h")
        .with("requestTimeout", "1s")
        .with("lookupDeadline", "10s")
        .with("fingerBase", 2)
        .with("proximity", 1)
        .with("cache", 0)
        .with("cacheLifetime", "4h")
        .with("tableBytesPerSecond", 0)
        .with("virtualNodes", 1)
        .with("lookup", "iterative")
        .with("parallel", 1)
        .with("ownKeysAtOnce", "true")
        .with("retry", "true");
  }

  static ChordConfig of(Settings settings) {
    int successors = settings.number("successors", 1, WireLimits.PEERS_MAX);
    long lifetime = settings.nanos("recordLifetime") / 1_000_000_000;
    return new ChordConfig(
        successors,
        replicas(settings, successors),
        periodNanos(settings, "stabilize"),
        periodNanos(settings, "fixFingers"),
        periodNanos(settings, "republish"),
        periodNanos(settings, "compareRecords"),
        (int) Math.max(1, Math.min(DAY_SECONDS, lifetime)),
        settings.nanos("requestTimeout"),
        settings.nanos("lookupDeadline"),
        digitBits(settings),
        settings.number("proximity", 1, WireLimits.PEERS_MAX),
        settings.number("cache", 0, CACHE_MAX),
        (int) Math.max(1, settings.nanos("cacheLifetime") / 1_000_000_000),
        settings.number("tableBytesPerSecond", 0, 1_000_000),
        settings.number("virtualNodes", 1, VIRTUAL_NODES_MAX),
        settings.number("parallel", 1, 16),
        settings.flag("ownKeysAtOnce"),
        settings.flag("retry"),
        mode(settings.text("lookup")));
  }

  private static long periodNanos(Settings settings, String name) {
    return settings.text(name).equals(NEVER) ? 0 : settings.nanos(name);
  }

  private static int digitBits(Settings settings) {
    int base = settings.number("fingerBase", 2, BASE_MAX);
    if (Integer.bitCount(base) != 1) {
      throw new IllegalArgumentException(
          "fingerBase is " + base + ", but must be a power of two from 2 to " + BASE_MAX);
    }
    return Integer.numberOfTrailingZeros(base);
  }

  private static int replicas(Settings settings, int successors) {
    boolean asMany = settings.text("replicas").equals(AS_MANY_AS_SUCCESSORS);
    return asMany ? successors : settings.number("replicas", 1, successors + 1);
  }

  private static Mode mode(String lookup) {
    for (Mode mode : Mode.values()) {
      if (name(mode).equals(lookup)) {
        return mode;
      }
    }
    String known = Arrays.stream(Mode.values()).map(ChordConfig::name).collect(joining(", "));
    throw new IllegalArgumentException("lookup is '" + lookup + "', but must be one of " + known);
  }

  private static String name(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether owners compare their records with members that replicate them. */
  boolean repairs() {
    return compareNanos > 0 && replicas > 1;
  }

  /** How often a lookup waits for the ring to be repaired and starts again, at most. */
  int pausesMax() {
    return retry ? PAUSES_MAX : 0;
  }
}
