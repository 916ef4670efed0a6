package io.duet.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;

/** The metrics of Duet, each with its description; the label {@code overlay} is on all of them. */
enum Metric {
  LOOKUP_DURATION_SECONDS(
      "Time from asking to the answer, for searches that found a live provider."),
  LOOKUP_HOPS(
      "Messages that carried a search onwards until the answer was found, without the reply,"
          + " for searches that found a live provider."),
  SEARCHES_TOTAL("Searches that ended, by outcome."),
  MESSAGES_SENT_TOTAL("Messages sent to the network."),
  BYTES_SENT_TOTAL("Bytes sent to the network, with frame headers, without TCP and IP headers."),
  MESSAGES_RECEIVED_TOTAL("Messages delivered to a node."),
  BYTES_RECEIVED_TOTAL(
      "Bytes delivered to a node, with frame headers, without TCP and IP headers."),
  NODES("Live nodes of the workload, without extra ones such as a directory."),
  REQUEST_TIMEOUTS_TOTAL("Requests to peers that were not answered before their deadline."),
  MESSAGES_REFUSED_TOTAL("Messages that a node refused, by reason."),
  PEERS_DROPPED_TOTAL("Peers that a node dropped because it considered them dead."),
  ROLE_CHANGES_TOTAL("Nodes that took another role, by the new role."),
  QUERIES_DROPPED_TOTAL("Queries that a node dropped because its queue was full."),
  QUERIES_ARRIVED_TOTAL(
      "Queries of other nodes that reached a node, by whether they are duplicates."),
  JOINS_TOTAL("Nodes that became full members of the overlay."),
  JOIN_DURATION_SECONDS("Time from a node's start until it was a full member of the overlay.");

  /** The label of the overlay's short name, such as {@code chord}. */
  static final String OVERLAY = "overlay";

  /** From 100 µs, a fast answer on loopback, to 30 s, when the slowest searches are given up. */
  private static final Duration[] BUCKETS =
      LongStream.of(
              100,
              200,
              500,
              1_000,
              2_000,
              5_000,
              10_000,
              20_000,
              50_000,
              100_000,
              200_000,
              500_000,
              1_000_000,
              2_000_000,
              5_000_000,
              10_000_000,
              20_000_000,
              30_000_000)
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  private final String description;

  Metric(String description) {
    this.description = description;
  }

  /** The name that Prometheus, the dashboards and the rules use. */
  String title() {
    return "duet_" + name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  Counter counter(MeterRegistry registry, String... tags) {
    return Counter.builder(title()).description(description).tags(tags).register(registry);
  }

  Timer timer(MeterRegistry registry, String... tags) {
    return Timer.builder(title())
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
