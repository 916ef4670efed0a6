package io.duet.daemon;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what processes bring about. */
final class Patience {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What is waited for; asking may fail. */
  @FunctionalInterface
  interface Check {
    boolean holds() throws IOException, InterruptedException;
  }

  private Patience() {}

  /** Waits until it holds; gives the seconds that it took, and fails when they are too many. */
  static double await(double secondsMax, Object what, Check check) {
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
