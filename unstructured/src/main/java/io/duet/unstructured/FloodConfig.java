package io.duet.unstructured;

import io.duet.overlay.Settings;

/**
 * How blind flooding is run; one object for all peers. Times are nanoseconds.
 *
 * @param degree the mean number of links of a peer
 * @param ttl how many hops a query lives
 * @param pingNanos the period in which neighbours are pinged
 * @param pingTimeoutNanos how long a pong is awaited
 * @param deadlineNanos the time after which a query without a hit is given up
 */
record FloodConfig(int degree, int ttl, long pingNanos, long pingTimeoutNanos, long deadlineNanos) {

  /** Gnutella's customs: four links, TTL 7. */
  static Settings defaults(int nodes) {
    return Settings.empty()
        .with("degree", 4)
        .with("ttl", 7)
        .with("ping", nodes <= 20_000 ? "1s" : "30s")
        .with("pingTimeout", "1s")
        .with("queryDeadline", "5s");
  }

  /** How many links a peer makes itself; as many come from others. */
  int ownLinks() {
    return Math.max(1, degree / 2);
  }

  /** The most links of a peer. */
  int linksMax() {
    return Math.max(4, 2 * degree);
  }

  static FloodConfig of(Settings settings) {
    return new FloodConfig(
        settings.number("degree", 1, 1_000),
        settings.number("ttl", 1, 100),
        settings.nanos("ping"),
        settings.nanos("pingTimeout"),
        settings.nanos("queryDeadline"));
  }
}
