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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.ToLongBiFunction;

/**
 * The metrics of one overlay; safe for use by many threads.
 *
 * <p>As a listener it counts joins, timeouts, refusals, dropped peers, and queries that arrive or
 * are dropped, but no searches. In a race, the judge of searches calls {@link #searchEnded}, so
 * that the metrics agree with the report. Otherwise {@link #believingAnswers()} is the listener.
 */
public final class OverlayMetrics implements NodeListener {
  private final MeterRegistry registry;
  private final String overlay;
  private final Map<String, Counter> searches = new LinkedHashMap<>();
  private final Timer lookupDuration;
  private final DistributionDataPoint lookupHops;
  private final Counter joins;
  private final Timer joinDuration;
  private final Counter timeouts;
  private final Counter peersDropped;
  private final Counter queriesDropped;
  private final Counter queries;
  private final Counter repeatedQueries;
  private final RefusalCounters refusals;
  private volatile List<Traffic> traffic = List.of();
  private volatile IntSupplier nodes = () -> 0;

  OverlayMetrics(MeterRegistry registry, Histogram hops, String overlay) {
    this.registry = registry;
    this.overlay = overlay;
    for (String outcome : MetricNames.OUTCOMES) {
      searches.put(outcome, searchCounter(outcome));
    }
    lookupDuration =
        timer(
            MetricNames.LOOKUP_DURATION_SECONDS,
            "Time from asking to the answer, for searches that found a live provider.");
    lookupHops = hops.labelValues(overlay);
    joins = counter(MetricNames.JOINS_TOTAL, "Nodes that became full members of the overlay.");
    joinDuration =
        timer(
            MetricNames.JOIN_DURATION_SECONDS,
            "Time from a node's start until it was a full member of the overlay.");
    timeouts =
        counter(
            MetricNames.REQUEST_TIMEOUTS_TOTAL,
            "Requests to peers that were not answered before their deadline.");
    peersDropped =
        counter(
            MetricNames.PEERS_DROPPED_TOTAL,
            "Peers that a node dropped because it considered them dead.");
    queriesDropped =
        counter(
            MetricNames.QUERIES_DROPPED_TOTAL,
            "Queries that a node dropped because its queue was full.");
    queries = queryCounter(false);
    repeatedQueries = queryCounter(true);
    refusals = new RefusalCounters(registry, overlay);
    registerTraffic();
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
      roleChanged(changed.role());
    } else if (event instanceof QueryEvent.Dropped) {
      queriesDropped.increment();
    } else if (event instanceof QueryEvent.Arrived query) {
      (query.repeated() ? repeatedQueries : queries).increment();
    } else if (event instanceof NodeEvent.MessageRefused refused) {
      refusals.count(refused.reason());
    }
  }

  private void roleChanged(String role) {
    Counter.builder(MetricNames.ROLE_CHANGES_TOTAL)
        .description("Nodes that took another role, by the new role.")
        .tag(MetricNames.OVERLAY, overlay)
        .tag(MetricNames.ROLE, role)
        .register(registry)
        .increment();
  }

  /**
   * A listener that also counts each finished search: as found if it was answered, as not found
   * otherwise.
   */
  public NodeListener believingAnswers() {
    return (node, event) -> {
      onEvent(node, event);
      if (event instanceof OverlayEvent.SearchFinished search) {
        String outcome = search.answered() ? MetricNames.FOUND : MetricNames.NOT_FOUND;
        searchEnded(outcome, search.hops(), search.latencyNanos());
      }
    };
  }

  /**
   * Counts a search by its outcome; hops and latency enter the histograms if it found a provider.
   *
   * @param outcome one of {@link MetricNames#OUTCOMES}
   * @throws IllegalArgumentException if it is another outcome
   */
  public void searchEnded(String outcome, int hops, long latencyNanos) {
    Counter counter = searches.get(outcome);
    if (counter == null) {
      throw new IllegalArgumentException("'" + outcome + "' is not an outcome of a search");
    }
    counter.increment();
    if (outcome.equals(MetricNames.FOUND)) {
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

  private void registerTraffic() {
    for (TrafficClass type : TrafficClass.all()) {
      sum(
          MetricNames.MESSAGES_SENT_TOTAL,
          "Messages sent to the network.",
          type,
          Traffic::messagesSent);
      sum(
          MetricNames.BYTES_SENT_TOTAL,
          "Bytes sent to the network, with frame headers, without TCP and IP headers.",
          type,
          Traffic::bytesSent);
      sum(
          MetricNames.MESSAGES_RECEIVED_TOTAL,
          "Messages delivered to a node.",
          type,
          Traffic::messagesReceived);
      sum(
          MetricNames.BYTES_RECEIVED_TOTAL,
          "Bytes delivered to a node, with frame headers, without TCP and IP headers.",
          type,
          Traffic::bytesReceived);
    }
  }

  private void sum(
      String name,
      String description,
      TrafficClass type,
      ToLongBiFunction<Traffic, TrafficClass> count) {
    FunctionCounter.builder(
            name, this, m -> m.traffic.stream().mapToLong(t -> count.applyAsLong(t, type)).sum())
        .description(description)
        .tags(MetricNames.OVERLAY, overlay, MetricNames.PURPOSE, MetricNames.label(type))
        .register(registry);
  }

  private void registerNodes() {
    Gauge.builder(MetricNames.NODES, this, m -> m.nodes.getAsInt())
        .description("Live nodes of the workload, without extra ones such as a directory.")
        .tags(MetricNames.OVERLAY, overlay)
        .strongReference(true)
        .register(registry);
  }

  private Counter searchCounter(String outcome) {
    return Counter.builder(MetricNames.SEARCHES_TOTAL)
        .description("Searches that ended, by outcome.")
        .tags(MetricNames.OVERLAY, overlay, MetricNames.OUTCOME, outcome)
        .register(registry);
  }

  private Counter queryCounter(boolean repeated) {
    return Counter.builder(MetricNames.QUERIES_ARRIVED_TOTAL)
        .description("Queries of other nodes that reached a node, by whether they are duplicates.")
        .tags(MetricNames.OVERLAY, overlay, MetricNames.REPEATED, Boolean.toString(repeated))
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name)
        .description(description)
        .tags(MetricNames.OVERLAY, overlay)
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tags(MetricNames.OVERLAY, overlay)
        .serviceLevelObjectives(Buckets.durations())
        .register(registry);
  }
}
