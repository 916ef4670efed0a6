package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until something holds, asking again and again. */
final class Await {
  private static final long POLL_MS = 100;

  /** What must hold in the end. */
  @FunctionalInterface
  interface Check {
    boolean holds() throws IOException, InterruptedException;
  }

  private Await() {}

  /** Waits until this holds; a failure with this name when it does not in time. */
  static void until(int secondsMax, String what, Check check) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
    try {
      while (!check.holds()) {
        assertThat(System.nanoTime()).as("in time: %s", what).isLessThan(deadline);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(what + " could not be asked for", e);
    }
  }
}
