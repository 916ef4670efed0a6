package io.duet.unstructured.message;

import io.duet.node.Message;

/**
 * The TTL rule: each node that forwards a query subtracts one from its time to live (TTL), and
 * forwards nothing at TTL 0. The TTL is the number of hops that the query may go beyond its
 * receiver; the origin sends the setting {@code ttl} less the first hop. A node lowers a TTL that
 * exceeds its own setting, because settings may differ.
 */
public sealed interface TimeToLive<Q extends TimeToLive<Q>> extends Message
    permits UnstructuredMessage.Query, UnstructuredMessage.Walk {
  long id();

  SearchCriteria criteria();

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
