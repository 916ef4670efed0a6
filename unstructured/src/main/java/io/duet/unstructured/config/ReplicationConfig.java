package io.duet.unstructured.config;

import io.duet.overlay.spi.Setting;
import io.duet.unstructured.message.BloomFilter;

/** The settings of what a node knows about the contents of others. */
public record ReplicationConfig(
    @Setting(value = "all", doc = "Neighbors asked at the last hop of a flood.") LastHop lastHop,
    @Setting(
            value = "65536", // as the query routing tables of Gnutella
            min = BloomFilter.BITS_MIN,
            max = BloomFilter.BITS_MAX,
            doc = "Bits of a neighbor's filter, a multiple of 64.")
        int filterBits,
    @Setting(name = "replicateIndex", value = "false", doc = "Whether neighbors share indexes.")
        boolean pointers,
    @Setting(value = "none", doc = "Nodes that remember what a query found: none or its path.")
        Cache cache,
    @Setting(value = "1000", max = 1_000_000, doc = "Contents that a node remembers as found.")
        int cacheMax,
    @Setting(name = "cacheTtl", value = "60s", doc = "Time for which it remembers each.")
        long cacheNanos) {

  /** Neighbors asked at the last hop of a flood: all, or those whose Bloom filter matches. */
  enum LastHop {
    ALL,
    BLOOM
  }

  enum Cache {
    NONE,
    PATH
  }

  public ReplicationConfig {
    cacheMax = cache == Cache.PATH ? cacheMax : 0;
    if (filterBits % Long.SIZE != 0) {
      throw new IllegalArgumentException(
          "filterBits is " + filterBits + ", but must be a multiple of 64");
    }
  }

  /** Whether neighbors exchange Bloom filters, which save the last hop of a flood. */
  public boolean filters() {
    return lastHop == LastHop.BLOOM;
  }
}
