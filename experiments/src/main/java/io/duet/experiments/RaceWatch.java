package io.duet.experiments;

import io.duet.node.NodeListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Follows a race for people: progress on the terminal, metrics for Prometheus, time spent. */
final class RaceWatch implements RaceListener, AutoCloseable {
  private final RaceListener progress = new Progress();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long startedNanos;

  RaceWatch(Experiment experiment, int metricsPort) {}

  @Override
  public NodeListener nodes(String overlay) {
    return (node, event) -> {};
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
  public void searchJudged(String overlay, SearchRecord search) {}

  @Override
  public void overlayFinished(OverlayResult result) {
    progress.overlayFinished(result);
    seconds.put(result.overlay(), (System.nanoTime() - startedNanos) / 1e9);
  }

  /** How long each overlay took by the wall clock, in seconds. */
  Map<String, Double> secondsByOverlay() {
    return seconds;
  }

  /** Waits until this process is told to end. */
  void awaitInterrupt() {
    System.err.println("holding the network and /metrics; interrupt to end");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {}
}
