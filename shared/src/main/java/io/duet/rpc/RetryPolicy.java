package io.duet.rpc;

/**
 * The attempts of one request and their timeouts, which follow from round trips within these
 * bounds.
 *
 * @param attempts the largest number of attempts
 * @param guessNanos the timeout before any round trip was measured
 * @param timeoutNanosMin the smallest timeout of the first attempt
 * @param totalNanosMax the largest time of all attempts together
 * @param growth the factor from each timeout to the next: 1 is no backoff
 * @param measured whether replies measure round trips, from which timeouts follow
 */
public record RetryPolicy(
    int attempts,
    long guessNanos,
    long timeoutNanosMin,
    long totalNanosMax,
    int growth,
    boolean measured) {

  /** One attempt, for requests that can wait or can be sent to another peer. */
  public static RetryPolicy once(long guessNanos) {
    return new RetryPolicy(1, guessNanos, 0, Long.MAX_VALUE, 1, true);
  }

  /** Two attempts, because a message may be lost. */
  public static RetryPolicy twice(long guessNanos) {
    return new RetryPolicy(2, guessNanos, 0, Long.MAX_VALUE, 1, true);
  }

  /**
   * Two attempts before a peer counts as dead. Each timeout is at least the configured one, however
   * fast the peer was, because a process may pause.
   */
  public static RetryPolicy beforeDeath(long timeoutNanos) {
    return new RetryPolicy(2, timeoutNanos, timeoutNanos, Long.MAX_VALUE, 1, true);
  }

  /** One attempt with a fixed timeout, because the peer asks others before it replies. */
  public static RetryPolicy fixed(long timeoutNanos) {
    return new RetryPolicy(1, timeoutNanos, 0, Long.MAX_VALUE, 1, false);
  }

  /** The same, with all attempts within {@code nanosMax}, of which each has its share. */
  public RetryPolicy within(long nanosMax) {
    long total = Math.max(0, Math.min(totalNanosMax, nanosMax));
    return new RetryPolicy(attempts, guessNanos, timeoutNanosMin, total, growth, measured);
  }

  /** The same, with each timeout {@code factor} times longer than the one before. */
  public RetryPolicy growing(int factor) {
    return new RetryPolicy(attempts, guessNanos, timeoutNanosMin, totalNanosMax, factor, measured);
  }

  /**
   * The timeout of an attempt in nanoseconds.
   *
   * @param attempt 0 for the first
   * @param estimateNanos the timeout that round trips suggest
   * @param leftNanos the remaining time of all attempts
   */
  long timeoutNanos(int attempt, long estimateNanos, long leftNanos) {
    long nanos = measured ? Math.max(timeoutNanosMin, estimateNanos) : guessNanos;
    for (int i = 0; i < attempt; i++) {
      nanos *= growth;
    }
    return Math.min(leftNanos / (attempts - attempt), nanos);
  }
}
