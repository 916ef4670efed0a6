package io.duet.client;

import io.duet.cli.FailureException;
import java.util.concurrent.TimeUnit;

/** Waits between two requests to a node. */
final class Waiting {
  private Waiting() {}

  /**
   * Waits for this number of milliseconds.
   *
   * @throws FailureException if the command is interrupted
   */
  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException("interrupted", e);
    }
  }
}
