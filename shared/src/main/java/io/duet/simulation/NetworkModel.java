package io.duet.simulation;

import io.duet.overlay.spi.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The delay of messages. Models are given as round-trip times; a message takes half. With random
 * delays, messages between the same two nodes may overtake each other.
 */
public interface NetworkModel {

  /** The forms that {@link #parse} accepts, for help texts. */
  String FORMS =
      "constant:60ms, uniform:20ms..100ms, exponential:60ms, king:156ms (round-trip times),"
          + " matrix:FILE";

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

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException with a readable message, if it has another form or its file
   *     cannot be read
   */
  static NetworkModel parse(String text) {
    int colon = text.indexOf(':');
    String argument = text.substring(colon + 1);
    return switch (colon < 0 ? "" : text.substring(0, colon)) {
      case "constant" -> constant(nanos(argument));
      case "exponential" -> exponential(nanos(argument));
      case "uniform" -> uniform(argument);
      case "king" -> new KingModel(nanos(argument));
      case "matrix" -> matrix(Path.of(argument));
      default ->
          throw new IllegalArgumentException(
              "unknown network model '" + text + "'; known are " + FORMS);
    };
  }

  private static NetworkModel uniform(String range) {
    List<String> bounds = List.of(range.split("\\.\\.", -1));
    if (bounds.size() != 2 || nanos(bounds.get(0)) > nanos(bounds.get(1))) {
      throw new IllegalArgumentException(
          "'" + range + "' is not a range of durations; write it as 20ms..100ms");
    }
    return uniform(nanos(bounds.get(0)), nanos(bounds.get(1)));
  }

  private static NetworkModel matrix(Path file) {
    try {
      return RoundTripMatrix.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the matrix file " + file, e);
    }
  }

  private static long nanos(String text) {
    return Durations.parse(text).toNanos();
  }
}
