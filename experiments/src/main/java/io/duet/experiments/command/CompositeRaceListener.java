package io.duet.experiments.command;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.race.RaceListener;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchRecord;
import io.duet.node.NodeListener;
import io.duet.node.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Follows a race: progress on the terminal, metrics for Prometheus, and wall times. */
final class CompositeRaceListener implements RaceListener, AutoCloseable {
  private final RaceListener progress = new ProgressRaceListener();
  private final @Nullable MetricsRaceListener metering;
  private final RaceListener metrics;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long startedNanos;

  /**
   * Starts to follow a race.
   *
   * @param metricsPort the loopback port of /metrics, 0 for a free one, negative for none
   */
  CompositeRaceListener(Experiment experiment, int metricsPort) {
    metering = metricsPort < 0 ? null : new MetricsRaceListener(experiment.overlays(), metricsPort);
    metrics = metering == null ? new RaceListener() {} : metering;
    if (metering != null) {
      System.err.println("metrics: http://127.0.0.1:" + metering.port() + "/metrics");
    }
  }

  @Override
  public NodeListener nodes(String overlay) {
    return metrics.nodes(overlay);
  }

  @Override
  public void populated(String overlay, List<Traffic> traffic, IntSupplier alive) {
    metrics.populated(overlay, traffic, alive);
  }

  @Override
  public void overlayStarted(String overlay, String title, int steps) {
    startedNanos = System.nanoTime();
    progress.overlayStarted(overlay, title, steps);
  }

  @Override
  public void stepDone(int steps) {
    progress.stepDone(steps);
  }

  @Override
  public void searchJudged(String overlay, SearchRecord search) {
    metrics.searchJudged(overlay, search);
  }

  @Override
  public void overlayFinished(OverlayResult result) {
    progress.overlayFinished(result);
    seconds.put(result.overlay(), (System.nanoTime() - startedNanos) / 1e9);
  }

  /** The wall time of each overlay in seconds. */
  Map<String, Double> secondsByOverlay() {
    return seconds;
  }

  /** Waits until this process is interrupted. */
  void awaitInterrupt() {
    System.err.println("keeping the networks and /metrics running until interrupted");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (metering != null) {
      metering.close();
    }
  }
}
