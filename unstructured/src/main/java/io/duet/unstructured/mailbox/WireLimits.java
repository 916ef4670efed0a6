package io.duet.unstructured.mailbox;

/** Bounds of what one message holds. */
final class WireLimits {
  /** At most this many peers are named as ones to try. */
  static final int OTHERS_MAX = 16;

  /** At most this many peers stand in a list. */
  static final int LISTED_MAX = 1_024;

  private WireLimits() {}
}
