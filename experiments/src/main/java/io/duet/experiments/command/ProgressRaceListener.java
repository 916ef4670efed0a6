package io.duet.experiments.command;

import io.duet.experiments.race.RaceListener;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchRecord;
import io.duet.node.NodeListener;
import io.duet.node.Traffic;
import io.duet.overlay.spi.OverlayPlugin;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a race on standard error, by a bar on a terminal and by plain lines
 * elsewhere; passes on what nodes do.
 */
final class ProgressRaceListener implements RaceListener {
  /** Whether standard error is a terminal; the launcher checks this, because Java cannot. */
  private static final String ERROR_SHOWN = "duet.terminal";

  private static final int TITLE_WIDTH = 20;
  private static final int WIDTH = 78;
  private static final int UPDATE_MS = 200;

  private final RaceListener metrics;
  private final AtomicLong steps = new AtomicLong();
  private @Nullable ProgressBar bar;

  /** Shows progress, and passes searches and the events of nodes on to {@code metrics}. */
  ProgressRaceListener(RaceListener metrics) {
    this.metrics = metrics;
  }

  @Override
  public NodeListener nodes(String overlay) {
    return metrics.nodes(overlay);
  }

  @Override
  public void searchJudged(String overlay, SearchRecord search) {
    stepDone();
    metrics.searchJudged(overlay, search);
  }

  @Override
  public void overlayStarted(
      OverlayPlugin overlay, int count, List<Traffic> traffic, IntSupplier alive) {
    metrics.overlayStarted(overlay, count, traffic, alive);
    steps.set(0);
    if (Boolean.getBoolean(ERROR_SHOWN)) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(("%-" + TITLE_WIDTH + "s").formatted(overlay.title()))
              .setInitialMax(count)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MS)
              .setMaxRenderedLength(WIDTH)
              .build();
    } else {
      System.err.println(overlay.title() + " ...");
    }
  }

  @Override
  public void actionDone() {
    stepDone();
  }

  private void stepDone() {
    long now = steps.incrementAndGet();
    ProgressBar shown = bar;
    if (shown != null && now % 64 == 0) {
      shown.stepTo(now);
    }
  }

  @Override
  public void overlayFinished(OverlayResult result) {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(steps.get());
      shown.close();
      bar = null;
    } else {
      System.err.printf(Locale.ROOT, "%s done in %.1f s%n", result.title(), result.wallSeconds());
    }
  }
}
