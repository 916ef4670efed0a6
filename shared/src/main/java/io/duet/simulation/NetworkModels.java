package io.duet.simulation;

import io.duet.overlay.spi.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads network models from text, such as {@code constant:60ms} or {@code matrix:FILE}. */
public final class NetworkModels {

  /** The forms that {@link #parse} accepts, for help texts. */
  public static final String FORMS =
      "constant:60ms, uniform:20ms..100ms, exponential:60ms, king:156ms (round-trip times),"
          + " matrix:FILE";

  private NetworkModels() {}

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException with a readable message, if it has another form or its file
   *     cannot be read
   */
  public static NetworkModel parse(String text) {
    int colon = text.indexOf(':');
    String argument = text.substring(colon + 1);
    return switch (colon < 0 ? "" : text.substring(0, colon)) {
      case "constant" -> NetworkModel.constant(nanos(argument));
      case "exponential" -> NetworkModel.exponential(nanos(argument));
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
    return NetworkModel.uniform(nanos(bounds.get(0)), nanos(bounds.get(1)));
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
