package io.duet.rpc;

/**
 * How often and how patiently one request is sent. Each attempt is awaited as long as round trips
 * suggest, within these bounds.
 *
 * @param attempts how often the request is sent at most, until a reply comes
 * @param guessNanos nanoseconds to wait for a peer before any round trip has been measured
 * @param timeoutNanosMin nanoseconds that the first attempt waits at least
 * @param totalNanosMax nanoseconds that all attempts take together at most
 * @param growth how many times longer each attempt waits than the one before: 1 is no backoff
 * @param measured whether a reply tells how far away its peer is, and the wait follows from that
 */
public record RetryPolicy(
    int attempts,
    long guessNanos,
    long timeoutNanosMin,
    long totalNanosMax,
    int growth,
    boolean measured) {

  /** Asks once, for what can wait or can be asked of another peer. */
  public static RetryPolicy once(long guessNanos) {
    return new RetryPolicy(1, guessNanos, 0, Long.MAX_VALUE, 1, true);
  }

  /** Asks twice, because a message may be lost. */
  public static RetryPolicy twice(long guessNanos) {
    return new RetryPolicy(2, guessNanos, 0, Long.MAX_VALUE, 1, true);
  }

  /**
   * Asks twice before a peer is believed dead. Each attempt waits at least as long as is set,
   * however fast the peer has been until now, because it may pause.
   */
  public static RetryPolicy beforeDeath(long timeoutNanos) {
    return new RetryPolicy(2, timeoutNanos, timeoutNanos, Long.MAX_VALUE, 1, true);
  }

  /** Asks once, and waits for a fixed time: the peer asks others before it replies. */
  public static RetryPolicy fixed(long timeoutNanos) {
    return new RetryPolicy(1, timeoutNanos, 0, Long.MAX_VALUE, 1, false);
  }

  /** The same, with all attempts within so many nanoseconds, of which each has its share. */
  public RetryPolicy within(long nanosMax) {
    long total = Math.max(0, Math.min(totalNanosMax, nanosMax));
    return new RetryPolicy(attempts, guessNanos, timeoutNanosMin, total, growth, measured);
  }

  /** The same, with each attempt so many times longer than the one before. */
  public RetryPolicy growing(int factor) {
    return new RetryPolicy(attempts, guessNanos, timeoutNanosMin, totalNanosMax, factor, measured);
  }

  /**
   * Nanoseconds to wait for an attempt.
   *
   * @param attempt 0 for the first
   * @param estimateNanos how long a reply of the peer is worth waiting for
   * @param leftNanos what is left of the time for all attempts
   */
  long timeoutNanos(int attempt, long estimateNanos, long leftNanos) {
    long nanos = measured ? Math.max(timeoutNanosMin, estimateNanos) : guessNanos;
    for (int i = 0; i < attempt; i++) {
      nanos *= growth;
    }
    return Math.min(leftNanos / (attempts - attempt), nanos);
  }
}
