package io.duet.metrics;

import io.duet.node.TrafficClass;
import java.util.List;
import java.util.Locale;

/** The names of all metrics and labels, as Prometheus, the dashboards and the rules know them. */
public final class MetricNames {

  /** Histogram: seconds from asking to the answer, for searches that found a live provider. */
  public static final String LOOKUP_DURATION_SECONDS = "duet_lookup_duration_seconds";

  /** Histogram: messages that carried a search onwards, for searches that found a live provider. */
  public static final String LOOKUP_HOPS = "duet_lookup_hops";

  /** Counter: searches that ended, by {@link #OUTCOME}. */
  public static final String SEARCHES_TOTAL = "duet_searches_total";

  /** Counter: messages sent to the network, by {@link #PURPOSE}. */
  public static final String MESSAGES_SENT_TOTAL = "duet_messages_sent_total";

  /** Counter: bytes sent to the network, by {@link #PURPOSE}. */
  public static final String BYTES_SENT_TOTAL = "duet_bytes_sent_total";

  /** Counter: messages delivered to a node, by {@link #PURPOSE}. */
  public static final String MESSAGES_RECEIVED_TOTAL = "duet_messages_received_total";

  /** Counter: bytes delivered to a node, by {@link #PURPOSE}. */
  public static final String BYTES_RECEIVED_TOTAL = "duet_bytes_received_total";

  /** Gauge: live nodes of the workload, without extra ones such as a directory. */
  public static final String NODES = "duet_nodes";

  /** Counter: requests that were not answered before their deadline. */
  public static final String REQUEST_TIMEOUTS_TOTAL = "duet_request_timeouts_total";

  /** Counter: messages that a node refused, by {@link #REASON}. */
  public static final String MESSAGES_REFUSED_TOTAL = "duet_messages_refused_total";

  /** Counter: peers that a node dropped because it considered them dead. */
  public static final String PEERS_DROPPED_TOTAL = "duet_peers_dropped_total";

  /** Counter: nodes that took another role, by the new {@link #ROLE}. */
  public static final String ROLE_CHANGES_TOTAL = "duet_role_changes_total";

  /** Counter: queries that a node dropped because its queue was full. */
  public static final String QUERIES_DROPPED_TOTAL = "duet_queries_dropped_total";

  /** Counter: queries of other nodes that reached a node, by {@link #REPEATED}. */
  public static final String QUERIES_ARRIVED_TOTAL = "duet_queries_arrived_total";

  /** Counter: nodes that became full members. */
  public static final String JOINS_TOTAL = "duet_joins_total";

  /** Histogram: seconds from a node's start until it was a full member. */
  public static final String JOIN_DURATION_SECONDS = "duet_join_duration_seconds";

  /** Label: the overlay's short name, such as {@code chord}; on every metric of Duet. */
  public static final String OVERLAY = "overlay";

  /** Label: how a search ended, one of {@link #OUTCOMES}. */
  public static final String OUTCOME = "outcome";

  /** Label: the traffic class of a message, a {@link TrafficClass} in lower case. */
  public static final String PURPOSE = "purpose";

  /** Label: the role of a node, such as {@code super-peer}. */
  public static final String ROLE = "role";

  /** Label: why a message was refused, a short constant phrase. */
  public static final String REASON = "reason";

  /** Label: whether the node had seen the query before, {@code true} or {@code false}. */
  public static final String REPEATED = "repeated";

  /** The outcome that counts as success: the answer names a live provider. */
  public static final String FOUND = "found";

  /**
   * The outcome of a search whose answer names no provider, although a live node has the content.
   */
  public static final String NOT_FOUND = "not_found";

  /**
   * The outcomes of a search: success; only dead providers named; no provider named; given up; and
   * content that no live node has any more, which no overlay could find.
   */
  public static final List<String> OUTCOMES = List.of(FOUND, "stale", NOT_FOUND, "failed", "gone");

  private MetricNames() {}

  static String label(TrafficClass type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
