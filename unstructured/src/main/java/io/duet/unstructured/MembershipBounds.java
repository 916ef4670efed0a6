package io.duet.unstructured;

import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.message.WireLimits;
import io.duet.unstructured.superpeer.LeafRegistry;

/**
 * Bounds in nanoseconds on how long each {@link MembershipCheck violation} may persist, with ping
 * period P and timeout T.
 *
 * <p>A one-sided relation is found by the next ping of the side that has it. The ping is sent
 * within P; within 3 T it is answered, or both attempts are lost and the peer is dropped. Then the
 * relation is gone or requested again, and that reply may be lost too: the bound allows four
 * rounds.
 *
 * <p>With 5 % message loss, one request in ten fails, and nine in a row with probability 10^-9. A
 * missing registration is sent again after each ping that finds it. A failed attempt takes T and
 * the following ping: hence nine times 3 T beyond the bound of a relation. A leaf that moves also
 * asks dead peers, about one in four, for little more than T each: hence 48 T. With elections,
 * leaves without a super-peer wait up to 12 T before they become one, and all others may move once
 * more.
 */
record MembershipBounds(SuperPeerConfig config) {

  /**
   * How long an entry may outlive its leaf, which is {@link LeafRegistry}'s bound. The entry of a
   * live leaf elsewhere may last longer, because it may have joined again twice and lost the reply.
   */
  long stale(boolean dead) {
    return (dead ? 1L : 3L) * (LeafRegistry.SILENT_PERIODS + 1) * config.pingNanos();
  }

  /** How long a link or a partnership may be one-sided. */
  long oneSided() {
    return 4 * (config.pingNanos() + 3 * config.pingTimeoutNanos());
  }

  /** How long a registration may differ from what a leaf offers now. */
  long behind(int contents) {
    return oneSided() + (1L + contents / WireLimits.CONTENTS_MAX) * 27 * config.pingTimeoutNanos();
  }

  /** How long a leaf may lack a registration, or an elected super-peer lack neighbors. */
  long moving() {
    long once = oneSided() + 48 * config.pingTimeoutNanos();
    return config.elects() ? 2 * once + 12 * config.pingTimeoutNanos() : once;
  }
}
