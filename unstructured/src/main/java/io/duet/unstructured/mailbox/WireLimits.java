package io.duet.unstructured.mailbox;

/** The bounds of lists in messages. */
final class WireLimits {
  /** The maximum number of named peers. */
  static final int OTHERS_MAX = 16;

  /** The maximum length of a peer list. */
  static final int LISTED_MAX = 1_024;

  private WireLimits() {}
}
