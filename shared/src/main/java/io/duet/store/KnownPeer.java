package io.duet.store;

/**
 * A peer that a node met.
 *
 * @param address host and port
 * @param seenMs when it was seen last, in milliseconds since 1970
 * @param asked how many questions it was asked lately
 * @param answered how many of them it has answered
 */
public record KnownPeer(String address, long seenMs, int asked, int answered) {

  /** A peer that was never asked. */
  public KnownPeer(String address, long seenMs) {
    this(address, seenMs, 0, 0);
  }

  /**
   * An estimate of the probability that the peer answers: the rule of succession, (answered + 1) /
   * (asked + 2).
   */
  public double availability() {
    return (answered + 1.0) / (asked + 2.0);
  }
}
