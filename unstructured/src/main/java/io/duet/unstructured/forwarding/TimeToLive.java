package io.duet.unstructured.forwarding;

import io.duet.unstructured.message.UnstructuredMessage;

/**
 * The TTL rule: a query carries its time to live (TTL), the number of further hops that it may go.
 *
 * <p>The origin sets the TTL. Each node that forwards the query subtracts one, and forwards nothing
 * at TTL 0. A node lowers a TTL that exceeds its own setting, because settings may differ. A
 * message whose TTL and hops together exceed the limit of all settings is refused.
 */
final class TimeToLive {
  private TimeToLive() {}

  /** Whether any setting allows this TTL after this number of hops. */
  static boolean isPlausible(int ttl, int hops, int limit) {
    return hops >= 1 && (long) ttl + hops <= limit;
  }

  /** The query with a TTL that lets it travel at most {@code hopsMax} hops in all. */
  static UnstructuredMessage.Query bounded(UnstructuredMessage.Query query, int hopsMax) {
    int left = Math.max(0, hopsMax - query.hops());
    return query.ttl() <= left ? query : with(query, left, query.hops());
  }

  /** The walker with a TTL that lets it take at most {@code stepsMax} steps in all. */
  static UnstructuredMessage.Walk bounded(UnstructuredMessage.Walk walk, int stepsMax) {
    int left = Math.max(0, stepsMax - walk.hops());
    return walk.ttl() <= left ? walk : with(walk, left, walk.hops());
  }

  /** The query as it is forwarded: one hop farther, with one hop less to live. */
  static UnstructuredMessage.Query oneHopFarther(UnstructuredMessage.Query query) {
    return with(query, query.ttl() - 1, query.hops() + 1);
  }

  /** The walker as it is forwarded: one step farther, with one step less to live. */
  static UnstructuredMessage.Walk oneHopFarther(UnstructuredMessage.Walk walk) {
    return with(walk, walk.ttl() - 1, walk.hops() + 1);
  }

  private static UnstructuredMessage.Query with(
      UnstructuredMessage.Query query, int ttl, int hops) {
    return new UnstructuredMessage.Query(query.id(), query.question(), query.wanted(), ttl, hops);
  }

  private static UnstructuredMessage.Walk with(UnstructuredMessage.Walk walk, int ttl, int hops) {
    return new UnstructuredMessage.Walk(
        walk.id(), walk.question(), walk.wanted(), ttl, hops, walk.origin(), walk.walker());
  }
}
