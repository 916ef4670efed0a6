package io.duet.unstructured;

import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.message.WireLimits;
import io.duet.unstructured.superpeer.LeafRegistry;

/**
 * How long a network may be at odds with itself, in nanoseconds, with pings every P and a timeout
 * of T.
 *
 * <p>A bond that only one side has is found by that side's next ping: it goes out within P, and
 * within 3 T it is answered, or both its tries are lost and the other one is dropped. Then the bond
 * is gone or asked for anew, and the answer may be lost again: four times is what is allowed.
 *
 * <p>Where a twentieth of all messages is lost, one request in ten fails, and nine one after the
 * other once in 10^9. What is registered is told anew with each ping that finds it amiss, and a try
 * that fails takes T and the ping that follows it: hence nine times 3 T beside a bond's bound. A
 * leaf that moves asks somebody dead as well, one in four say, at little more than T each: hence 48
 * T. Where super-peers are elected, those who lost theirs wait up to 12 T before they stand, and
 * all others may have to move once more.
 */
record MembershipBounds(SuperPeerConfig config) {

  /**
   * How long an entry may outlive its leaf, which is {@link LeafRegistry}'s bound; or be kept of
   * one that is elsewhere: that may have asked to be taken again, twice, and not have heard the
   * answer.
   */
  long stale(boolean dead) {
    return (dead ? 1L : 3L) * (LeafRegistry.SILENT_PERIODS + 1) * config.pingNanos();
  }

  /** How long a link or a partnership may be one-sided. */
  long oneSided() {
    return 4 * (config.pingNanos() + 3 * config.pingTimeoutNanos());
  }

  /** How long a super-peer may have registered something else than a leaf offers now. */
  long behind(int contents) {
    return oneSided() + (1L + contents / WireLimits.CONTENTS_MAX) * 27 * config.pingTimeoutNanos();
  }

  /** How long a leaf may not be registered where it should be, or an elected one be alone. */
  long moving() {
    long once = oneSided() + 48 * config.pingTimeoutNanos();
    return config.elects() ? 2 * once + 12 * config.pingTimeoutNanos() : once;
  }
}
