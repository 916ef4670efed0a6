package io.duet.unstructured.config;

import io.duet.overlay.spi.Setting;

/** The settings that limit the queries that a node handles for others. */
public record LoadConfig(
    @Setting(name = "capacity", value = "equal", doc = "Capacity of nodes: equal, gia or a number.")
        String shares,
    @Setting(value = "10000", max = 1_000_000, doc = "Queries a second for each unit of capacity.")
        int queryRate,
    @Setting(name = "queryWait", value = "250ms", doc = "Longest wait of a query in a full queue.")
        long waitNanos) {
  /** The nanoseconds of queries, at the full rate, that are handled at once after a pause. */
  public static final long BURST_NANOS = 100_000_000;

  private static final long SECOND = 1_000_000_000;
  private static final int WAITING_MIN = 16;
  private static final int WAITING_MAX = 1 << 14;

  public LoadConfig {
    CapacityDistribution.of(shares); // throws if it is invalid
  }

  /** The distribution of capacity among nodes. */
  public CapacityDistribution capacities() {
    return CapacityDistribution.of(shares);
  }

  /** The capacity of the node with these settings. */
  public int capacity() {
    return capacities().least();
  }

  LoadConfig withCapacity(int other) {
    return new LoadConfig(Integer.toString(other), queryRate, waitNanos);
  }

  /** The queries of others that are handled per second. */
  public long perSecond() {
    return (long) capacity() * queryRate;
  }

  /** Nanoseconds from one query to the next at the full rate, at least 1. */
  public long intervalNanos() {
    return Math.max(1, SECOND / perSecond());
  }

  /** The maximum number of waiting queries, from 16 to 16,384. */
  public int waitingMax() {
    double waiting = (double) waitNanos / SECOND * perSecond();
    return (int) Math.max(WAITING_MIN, Math.min(WAITING_MAX, waiting));
  }
}
