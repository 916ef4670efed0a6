package io.duet.unstructured.message;

import io.duet.node.Message;

/**
 * The TTL rule: a query on its way carries its time to live (TTL), the number of further hops that
 * it may go. Its origin sets the TTL. Each node that forwards it subtracts one, and forwards
 * nothing at TTL 0. A node lowers a TTL that exceeds its own setting, because settings may differ.
 */
public sealed interface TimeToLive<Q extends TimeToLive<Q>> extends Message
    permits UnstructuredMessage.Query, UnstructuredMessage.Walk {
  long id();

  SearchCriteria question();

  int wanted();

  int ttl();

  int hops();

  /** The same with another TTL and number of hops. */
  Q with(int ttl, int hops);

  /** The same, one hop farther. */
  default Q oneHopFarther() {
    return with(ttl() - 1, hops() + 1);
  }

  /** The same within {@code hopsMax} hops in all. */
  default Q bounded(int hopsMax) {
    return with(Math.min(ttl(), Math.max(0, hopsMax - hops())), hops());
  }

  /** Whether any setting allows this TTL after this number of hops. */
  default boolean isPlausible(int hopsLimit) {
    return hops() >= 1 && (long) ttl() + hops() <= hopsLimit;
  }
}
