package io.duet.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts refused messages by reason. Reasons should be constant phrases, but if one contains data
 * of a peer, the number of series stays bounded: further ones are counted as {@value #OTHER}.
 */
final class RefusalCounters {
  /** The largest number of separate reasons. */
  static final int REASONS_MAX = 32;

  /** The label of all further reasons. */
  static final String OTHER = "other";

  private final MeterRegistry registry;
  private final String overlay;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Counter other;

  RefusalCounters(MeterRegistry registry, String overlay) {
    this.registry = registry;
    this.overlay = overlay;
    this.other = counter(OTHER);
  }

  void count(String reason) {
    Counter known = counters.get(reason);
    (known == null ? firstSeen(reason) : known).increment();
  }

  private synchronized Counter firstSeen(String reason) {
    return counters.size() < REASONS_MAX ? counters.computeIfAbsent(reason, this::counter) : other;
  }

  private Counter counter(String reason) {
    return Counter.builder(MetricNames.MESSAGES_REFUSED_TOTAL)
        .description("Messages that a node refused, by reason.")
        .tags(MetricNames.OVERLAY, overlay, MetricNames.REASON, reason)
        .register(registry);
  }
}
