package io.duet.unstructured.tracker;

/** Bounds of what one message holds. */
final class WireLimits {
  /** At most this many trackers are named. */
  static final int TRACKERS_MAX = 16;

  /** At most this many peers are named. */
  static final int PEERS_MAX = 16;

  /** At most this many contents are announced. */
  static final int HOLDINGS_MAX = 64;

  private WireLimits() {}
}
