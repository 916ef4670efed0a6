package io.duet.experiments.command;

import io.duet.experiments.race.RaceListener;
import io.duet.experiments.result.OverlayResult;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows the progress of a race on standard error: a bar on a terminal, plain lines elsewhere. */
final class ProgressRaceListener implements RaceListener {
  /** Whether standard error is a terminal; the launcher checks this, because Java cannot. */
  private static final String ERROR_SHOWN = "duet.terminal";

  private static final int TITLE_WIDTH = 20;
  private static final int WIDTH = 78;
  private static final int UPDATE_MS = 200;

  private final AtomicLong steps = new AtomicLong();
  private @Nullable ProgressBar bar;
  private long startedNanos;

  @Override
  public void overlayStarted(String overlay, String title, int count) {
    startedNanos = System.nanoTime();
    steps.set(0);
    if (Boolean.getBoolean(ERROR_SHOWN)) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(("%-" + TITLE_WIDTH + "s").formatted(title))
              .setInitialMax(count)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MS)
              .setMaxRenderedLength(WIDTH)
              .build();
    } else {
      System.err.println(title + " ...");
    }
  }

  @Override
  public void stepDone(int count) {
    long now = steps.addAndGet(count);
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
      double seconds = (System.nanoTime() - startedNanos) / 1e9;
      System.err.printf(Locale.ROOT, "%s done in %.1f s%n", result.title(), seconds);
    }
  }
}
