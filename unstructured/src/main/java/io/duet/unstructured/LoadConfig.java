package io.duet.unstructured;

import io.duet.overlay.Settings;

/**
 * How much a node handles for others.
 *
 * @param capacities how capacity is shared out among nodes
 * @param capacity of the node that runs with this: it handles as many times the rate
 * @param queryRate queries of others that are handled in a second, for each unit of capacity
 * @param waitNanos how long the last of a full queue waits, if the node handles nothing else
 */
record LoadConfig(Capacities capacities, int capacity, int queryRate, long waitNanos) {
  /** How many nanoseconds' worth of queries are handled at once after a pause. */
  static final long BURST_NANOS = 100_000_000;

  private static final long SECOND = 1_000_000_000;
  private static final int WAITING_MIN = 16;
  private static final int WAITING_MAX = 1 << 14;

  /** A rate that no calm network reaches, and equal nodes. */
  static Settings defaults(Settings settings) {
    return settings.with("capacity", "equal").with("queryRate", 10_000).with("queryWait", "250ms");
  }

  static LoadConfig of(Settings settings) {
    Capacities capacities = Capacities.of(settings.text("capacity"));
    return new LoadConfig(
        capacities,
        capacities.least(),
        settings.number("queryRate", 1, 1_000_000),
        settings.nanos("queryWait"));
  }

  LoadConfig withCapacity(int other) {
    return new LoadConfig(capacities, other, queryRate, waitNanos);
  }

  /** Queries of others that are handled in a second. */
  long perSecond() {
    return (long) capacity * queryRate;
  }

  /** Nanoseconds from one query to the next at the full rate, at least 1. */
  long intervalNanos() {
    return Math.max(1, SECOND / perSecond());
  }

  /** The most queries that wait, 16 to 16,384. */
  int waitingMax() {
    double waiting = (double) waitNanos / SECOND * perSecond();
    return (int) Math.max(WAITING_MIN, Math.min(WAITING_MAX, waiting));
  }
}
