package io.duet.simulation;

import java.util.random.RandomGenerator;

/**
 * The delay of messages. Models are given as round-trip times; a message takes half. With random
 * delays, messages between the same two nodes may overtake each other.
 */
public interface NetworkModel {

  /**
   * The delay of one message in nanoseconds.
   *
   * @param from index of the sending node
   * @param to index of the receiving node
   */
  long delayNanos(int from, int to, RandomGenerator random);

  /** Every message takes half of this round-trip time. */
  static NetworkModel constant(long roundTripNanos) {
    return (from, to, random) -> roundTripNanos / 2;
  }

  /** Round-trip times are uniform between two bounds, drawn for each message. */
  static NetworkModel uniform(long roundTripNanosMin, long roundTripNanosMax) {
    long span = roundTripNanosMax - roundTripNanosMin;
    return (from, to, random) -> (roundTripNanosMin + (long) (random.nextDouble() * span)) / 2;
  }

  /** Round-trip times are exponential with this mean, drawn for each message. */
  static NetworkModel exponential(long roundTripNanosMean) {
    return (from, to, random) ->
        (long) (-StrictMath.log(1 - random.nextDouble()) * roundTripNanosMean / 2);
  }
}
