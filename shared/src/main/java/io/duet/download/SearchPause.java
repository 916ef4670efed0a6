package io.duet.download;

import io.duet.transfer.DownloadLimits;
import java.util.concurrent.TimeUnit;

/**
 * When a download searches for providers: at once, soon again while its node is not a member yet,
 * every {@link DownloadLimits#SEARCH_NANOS} while new ones are found. After {@value #PATIENCE}
 * searches without a new one, which is longer than an overlay takes to publish lost records again,
 * each pause is twice as long as the one before, up to {@link DownloadLimits#SEARCH_NANOS_MAX}.
 */
final class SearchPause {
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int PATIENCE = 12;

  private int fruitless;
  private long nanos = FIRST_NANOS;
  private long begunAt;
  private boolean searching;

  SearchPause(long nowNanos) {
    begunAt = nowNanos - FIRST_NANOS;
  }

  /** Whether no search is under way and the pause is over. */
  boolean isOver(long nowNanos) {
    return !searching && nowNanos - begunAt >= nanos;
  }

  /** A search begins. */
  void began(long nowNanos) {
    searching = true;
    begunAt = nowNanos;
  }

  /** The search has ended. */
  void ended(boolean foundNew) {
    searching = false;
    fruitless = foundNew ? 0 : fruitless + 1;
    long max =
        fruitless <= PATIENCE ? DownloadLimits.SEARCH_NANOS : DownloadLimits.SEARCH_NANOS_MAX;
    nanos = foundNew ? DownloadLimits.SEARCH_NANOS : Math.min(2 * nanos, max);
  }
}
