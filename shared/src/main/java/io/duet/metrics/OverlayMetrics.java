package io.duet.metrics;

import io.duet.node.NodeEvent;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.QueryEvent;
import io.duet.rpc.RequestTimedOut;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToLongBiFunction;
import java.util.stream.Collectors;

/**
 * The metrics of one overlay; safe for use by many threads.
 *
 * <p>As a listener it counts joins, timeouts, refusals, dropped peers, and queries that arrive or
 * are dropped, but no searches. In a race, the judge of searches calls {@link #searchEnded}, so
 * that the metrics agree with the report. Otherwise {@link #believingAnswers()} is the listener.
 */
public final class OverlayMetrics implements NodeListener {
  /** The largest number of refusal reasons with a series of their own; reasons may hold data. */
  static final int REASONS_MAX = 32;

  /** The label of all further reasons. */
  static final String OTHER = "other";

  private static final String FOUND = "found";
  private static final String NOT_FOUND = "not_found";

  private final MeterRegistry registry;
  private final String overlay;
  private final Map<String, Counter> searches;
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Counter otherRefusals;
  private final Timer lookupDuration;
  private final DistributionDataPoint lookupHops;
  private final Counter joins;
  private final Timer joinDuration;
  private final Counter timeouts;
  private final Counter peersDropped;
  private final Counter queriesDropped;
  private final Counter queries;
  private final Counter repeatedQueries;
  private volatile List<Traffic> traffic = List.of();
  private volatile IntSupplier nodes = () -> 0;

  OverlayMetrics(MeterRegistry registry, Histogram hops, String overlay) {
    this.registry = registry;
    this.overlay = overlay;
    searches =
        List.of(FOUND, "stale", NOT_FOUND, "failed", "gone").stream()
            .collect(Collectors.toMap(Function.identity(), this::searchCounter));
    otherRefusals = refusalCounter(OTHER);
    lookupDuration = Metric.LOOKUP_DURATION_SECONDS.timer(registry, Metric.OVERLAY, overlay);
    lookupHops = hops.labelValues(overlay);
    joins = counter(Metric.JOINS_TOTAL);
    joinDuration = Metric.JOIN_DURATION_SECONDS.timer(registry, Metric.OVERLAY, overlay);
    timeouts = counter(Metric.REQUEST_TIMEOUTS_TOTAL);
    peersDropped = counter(Metric.PEERS_DROPPED_TOTAL);
    queriesDropped = counter(Metric.QUERIES_DROPPED_TOTAL);
    queries = counter(Metric.QUERIES_ARRIVED_TOTAL, "repeated", "false");
    repeatedQueries = counter(Metric.QUERIES_ARRIVED_TOTAL, "repeated", "true");
    registerTraffic(Metric.MESSAGES_SENT_TOTAL, Traffic::messagesSent);
    registerTraffic(Metric.BYTES_SENT_TOTAL, Traffic::bytesSent);
    registerTraffic(Metric.MESSAGES_RECEIVED_TOTAL, Traffic::messagesReceived);
    registerTraffic(Metric.BYTES_RECEIVED_TOTAL, Traffic::bytesReceived);
    registerNodes();
  }

  @Override
  public void onEvent(Peer node, NodeEvent event) {
    if (event instanceof OverlayEvent.Joined joined) {
      joins.increment();
      joinDuration.record(joined.durationNanos(), TimeUnit.NANOSECONDS);
    } else if (event instanceof RequestTimedOut) {
      timeouts.increment();
    } else if (event instanceof OverlayEvent.PeerDropped) {
      peersDropped.increment();
    } else if (event instanceof OverlayEvent.RoleChanged changed) {
      counter(Metric.ROLE_CHANGES_TOTAL, "role", changed.role()).increment();
    } else if (event instanceof QueryEvent.Dropped) {
      queriesDropped.increment();
    } else if (event instanceof QueryEvent.Arrived query) {
      (query.repeated() ? repeatedQueries : queries).increment();
    } else if (event instanceof NodeEvent.MessageRefused refused) {
      Counter known = refusals.get(refused.reason());
      (known == null ? firstSeen(refused.reason()) : known).increment();
    }
  }

  private synchronized Counter firstSeen(String reason) {
    return refusals.size() < REASONS_MAX
        ? refusals.computeIfAbsent(reason, this::refusalCounter)
        : otherRefusals;
  }

  /**
   * A listener that also counts each finished search: as found if it was answered, as not found
   * otherwise.
   */
  public NodeListener believingAnswers() {
    return (node, event) -> {
      onEvent(node, event);
      if (event instanceof OverlayEvent.SearchFinished search) {
        searchEnded(search.answered() ? FOUND : NOT_FOUND, search.hops(), search.latencyNanos());
      }
    };
  }

  /**
   * Counts a search by its outcome; hops and latency enter the histograms if it found a provider.
   *
   * @param outcome {@code found}; {@code stale} if it named only dead providers; {@code not_found};
   *     {@code failed}; or {@code gone} if no live node has the content any more
   * @throws IllegalArgumentException if it is another outcome
   */
  public void searchEnded(String outcome, int hops, long latencyNanos) {
    Counter counter = searches.get(outcome);
    if (counter == null) {
      throw new IllegalArgumentException("'" + outcome + "' is not an outcome of a search");
    }
    counter.increment();
    if (outcome.equals(FOUND)) {
      lookupHops.observe(hops);
      lookupDuration.record(latencyNanos, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Reads messages and bytes from these counters from now on. A sum must never decrease, so the
   * counters of crashed nodes stay in the list.
   */
  public void watchTraffic(List<Traffic> ofAllNodes) {
    traffic = ofAllNodes;
  }

  /** Reads the number of live nodes here from now on, on the scraping thread. */
  public void watchNodes(IntSupplier alive) {
    nodes = alive;
  }

  private void registerTraffic(Metric metric, ToLongBiFunction<Traffic, TrafficClass> count) {
    for (TrafficClass type : TrafficClass.all()) {
      FunctionCounter.builder(
              metric.title(),
              this,
              m -> m.traffic.stream().mapToLong(t -> count.applyAsLong(t, type)).sum())
          .description(metric.description())
          .tags(Metric.OVERLAY, overlay, "traffic_class", type.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private void registerNodes() {
    Gauge.builder(Metric.NODES.title(), this, m -> m.nodes.getAsInt())
        .description(Metric.NODES.description())
        .tags(Metric.OVERLAY, overlay)
        .strongReference(true)
        .register(registry);
  }

  private Counter counter(Metric metric) {
    return metric.counter(registry, Metric.OVERLAY, overlay);
  }

  private Counter counter(Metric metric, String label, String value) {
    return metric.counter(registry, Metric.OVERLAY, overlay, label, value);
  }

  private Counter searchCounter(String outcome) {
    return counter(Metric.SEARCHES_TOTAL, "outcome", outcome);
  }

  private Counter refusalCounter(String reason) {
    return counter(Metric.MESSAGES_REFUSED_TOTAL, "reason", reason);
  }
}
