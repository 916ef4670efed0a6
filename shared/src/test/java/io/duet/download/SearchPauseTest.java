package io.duet.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SearchPauseTest {
  private final SearchPause pause = new SearchPause(0);
  private long now;

  /** The seconds until a search is due, which then ends at once. */
  private long secondsUntilNext(boolean foundNew) {
    long before = now;
    while (!pause.isOver(now)) {
      now += TimeUnit.SECONDS.toNanos(1);
    }
    pause.began(now);
    assertThat(pause.isOver(now + TimeUnit.HOURS.toNanos(1))).as("one at a time").isFalse();
    pause.ended(foundNew);
    return TimeUnit.NANOSECONDS.toSeconds(now - before);
  }

  @Test
  void whileNobodyIsFound_pausesGrow_butNotWithinTheFirstMinute() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      pauses.add(secondsUntilNext(false));
    }
    assertThat(pauses)
        .containsExactly(
            0L, 2L, 4L, 5L, 5L, 5L, 5L, 5L, 5L, 5L, 5L, 5L, 5L, 10L, 20L, 40L, 60L, 60L);
  }

  @Test
  void newProviders_shortenThePauseAgain() {
    for (int i = 0; i < 18; i++) {
      secondsUntilNext(false);
    }
    secondsUntilNext(true);
    assertThat(secondsUntilNext(false)).isEqualTo(5);
    assertThat(secondsUntilNext(false)).isEqualTo(5);
  }
}
