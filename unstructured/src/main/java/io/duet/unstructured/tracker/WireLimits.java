package io.duet.unstructured.tracker;

/** The bounds of lists in messages. */
final class WireLimits {
  /** The maximum number of trackers. */
  static final int TRACKERS_MAX = 16;

  /** The maximum number of peers. */
  static final int PEERS_MAX = 16;

  /** The maximum number of announced contents. */
  static final int HOLDINGS_MAX = 64;

  private WireLimits() {}
}
