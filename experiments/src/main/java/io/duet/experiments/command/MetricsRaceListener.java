package io.duet.experiments.command;

import io.duet.experiments.race.RaceListener;
import io.duet.experiments.result.SearchRecord;
import io.duet.http.HttpEndpoint;
import io.duet.metrics.Metrics;
import io.duet.node.NodeListener;
import io.duet.node.Traffic;
import io.duet.overlay.spi.OverlayPlugin;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/** Collects the metrics of a race and serves them to Prometheus. */
public final class MetricsRaceListener implements RaceListener, AutoCloseable {
  private final Metrics metrics;
  private final HttpEndpoint endpoint;

  /** Serves the metrics of these overlays on a loopback port; 0 takes a free one. */
  public MetricsRaceListener(List<String> overlays, int port) {
    metrics = new Metrics(overlays);
    endpoint = new HttpEndpoint(List.of(metrics.route()), port, "--metrics-port");
  }

  /** The port on which the metrics are served. */
  public int port() {
    return endpoint.port();
  }

  @Override
  public NodeListener nodes(String overlay) {
    return metrics.overlay(overlay);
  }

  @Override
  public void overlayStarted(
      OverlayPlugin overlay, int steps, List<Traffic> traffic, IntSupplier alive) {
    metrics.overlay(overlay.name()).watchTraffic(traffic);
    metrics.overlay(overlay.name()).watchNodes(alive);
  }

  @Override
  public void searchJudged(String overlay, SearchRecord search) {
    metrics
        .overlay(overlay)
        .searchEnded(
            search.outcome().name().toLowerCase(Locale.ROOT), search.hops(), search.latencyNanos());
  }

  @Override
  public void close() {
    endpoint.close();
    metrics.close();
  }
}
