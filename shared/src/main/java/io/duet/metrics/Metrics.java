package io.duet.metrics;

import io.duet.http.HttpAnswer;
import io.duet.http.Route;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of this process: those of each overlay, and memory, threads and CPU time of the JVM.
 * Every series exists from the start, so that a scrape during the first overlay already shows the
 * others at zero.
 */
public final class Metrics implements AutoCloseable {
  private static final String OPENMETRICS = "application/openmetrics-text";
  private static final String VERSION_1_0_0 = "; version=1.0.0; charset=utf-8";
  private static final String TEXT_0_0_4 = "text/plain; version=0.0.4; charset=utf-8";

  /** One bucket per hop where ring and super-peer networks differ, coarser ones beyond. */
  private static final double[] HOP_BUCKETS = {0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32};

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(new Config());
  private final Histogram hops = hops();
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final Map<String, OverlayMetrics> overlays = new LinkedHashMap<>();

  /** The defaults, but without exemplars. */
  private static final class Config implements PrometheusConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    /** Prometheus before 2.43 fails a scrape that has exemplars on other types than counters. */
    @Override
    public Properties prometheusProperties() {
      Properties properties = new Properties();
      properties.setProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes", "false");
      return properties;
    }
  }

  /** The metrics of a process in which these overlays run, given by their short names. */
  public Metrics(List<String> overlays) {
    overlays.forEach(name -> this.overlays.put(name, new OverlayMetrics(registry, hops, name)));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
  }

  /** Uses Prometheus' own client, because Micrometer allows no bucket for zero hops. */
  private Histogram hops() {
    return Histogram.builder()
        .name(Metric.LOOKUP_HOPS.title())
        .help(Metric.LOOKUP_HOPS.description())
        .labelNames(Metric.OVERLAY)
        .classicOnly()
        .classicUpperBounds(HOP_BUCKETS)
        .withoutExemplars()
        .register(registry.getPrometheusRegistry());
  }

  /**
   * The metrics of one overlay.
   *
   * @throws IllegalArgumentException if it was not given to the constructor
   */
  public OverlayMetrics overlay(String name) {
    OverlayMetrics overlay = overlays.get(name);
    if (overlay == null) {
      throw new IllegalArgumentException("no metrics were prepared for overlay '" + name + "'");
    }
    return overlay;
  }

  /** The route that Prometheus scrapes, in OpenMetrics if the client asks for it. */
  public Route route() {
    return Route.get("/metrics", call -> scrape(call.headers().getOrDefault("accept", "")));
  }

  private HttpAnswer scrape(String accept) {
    String type = accept.contains(OPENMETRICS) ? OPENMETRICS + VERSION_1_0_0 : TEXT_0_0_4;
    return new HttpAnswer.Whole(200, type, registry.scrape(type));
  }

  /** Stops collecting JVM metrics. */
  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
