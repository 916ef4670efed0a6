package io.duet.unstructured;

import io.duet.overlay.Settings;

/**
 * What a node is told, or remembers, of what others hold.
 *
 * @param filters whether neighbours tell each other filters, which spare the last hop of a flood
 * @param filterBits the size of a filter, a multiple of 64
 * @param pointers whether neighbours hand each other their indexes
 * @param cacheMax how many contents a node remembers that were found through it; 0 without a cache
 * @param cacheNanos nanoseconds for which it remembers them
 */
record ReplicationConfig(
    boolean filters, int filterBits, boolean pointers, int cacheMax, long cacheNanos) {
  private static final int CACHE_MAX = 1_000_000;

  static Settings defaults(Settings settings) {
    return settings
        .with("lastHop", "all")
        .with("filterBits", 1 << 16) // as the query routing tables of Gnutella
        .with("replicateIndex", false)
        .with("cache", "none")
        .with("cacheMax", 1_000)
        .with("cacheTtl", "60s");
  }

  static ReplicationConfig of(Settings settings) {
    int bits = settings.number("filterBits", BloomFilter.BITS_MIN, BloomFilter.BITS_MAX);
    if (bits % Long.SIZE != 0) {
      throw new IllegalArgumentException(
          "filterBits is " + bits + ", but must be a multiple of 64");
    }
    boolean remembers = isSecond(settings, "cache", "none", "path");
    return new ReplicationConfig(
        isSecond(settings, "lastHop", "all", "bloom"),
        bits,
        settings.flag("replicateIndex"),
        remembers ? settings.number("cacheMax", 1, CACHE_MAX) : 0,
        settings.nanos("cacheTtl"));
  }

  private static boolean isSecond(Settings settings, String name, String first, String second) {
    String text = settings.text(name);
    if (!text.equals(first) && !text.equals(second)) {
      throw new IllegalArgumentException(
          name + " is '" + text + "', but must be " + first + " or " + second);
    }
    return text.equals(second);
  }
}
