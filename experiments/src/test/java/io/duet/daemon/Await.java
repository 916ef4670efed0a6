package io.duet.daemon;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until a condition holds, and checks it every 50 ms. */
final class Await {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** The condition that must hold in the end. */
  @FunctionalInterface
  interface Check {
    boolean holds() throws IOException, InterruptedException;
  }

  private Await() {}

  /**
   * Waits until the condition holds, and returns the seconds that it took.
   *
   * @throws AssertionError with this name, if it does not hold in time
   */
  static double until(double secondsMax, Object what, Check check) {
    long started = System.nanoTime();
    try {
      while (!check.holds()) {
        if (secondsSince(started) > secondsMax) {
          throw new AssertionError("not within " + secondsMax + " s: " + what);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(what + " could not be asked for", e);
    }
    return secondsSince(started);
  }

  /** Seconds since then, by {@link System#nanoTime}. */
  static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
