package io.duet.unstructured.topology;

import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** A shape of graphs, which builds a graph for any number of nodes. */
@FunctionalInterface
public interface Topology {

  /** The forms that {@link #of} takes. */
  String FORMS = "mesh, random:8, regular:6, tree:6, power-law:2.3, gia or file:PATH";

  /**
   * Builds a graph of this shape; equal seeds give equal graphs.
   *
   * @param nodes number of nodes, at least 1
   * @throws io.duet.cli.FailureException with a message for the user, if the shape has no graph of
   *     this size
   */
  Graph graph(int nodes, RandomGenerator random);

  /**
   * Builds a graph for nodes with these capacities, which only {@code gia} considers.
   *
   * @param capacities capacity of each node, at least 1
   */
  default Graph graph(int[] capacities, RandomGenerator random) {
    return graph(capacities.length, random);
  }

  /**
   * Reads the setting {@code topology}, which has one of the {@link #FORMS}; the classes of this
   * package describe the shapes.
   *
   * @throws IllegalArgumentException with a message for the user, if it has another form, or the
   *     file is malformed
   * @throws io.duet.cli.FailureException if the file cannot be read
   */
  static Topology of(String text) {
    int colon = text.indexOf(':');
    String shape = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    return switch (shape) {
      case "random" -> new RandomGraph(whole(text, value, 2));
      case "regular" -> new Regular(whole(text, value, 2));
      case "tree" -> new Tree(whole(text, value, 2));
      case "power-law" -> new PowerLaw(exponent(text, value));
      case "file" -> GraphFile.read(Path.of(value));
      default -> plain(text);
    };
  }

  private static Topology plain(String text) {
    return switch (text) {
      case "mesh" -> new Mesh();
      case "gia" -> new GiaTopology();
      default ->
          throw new IllegalArgumentException(
              "topology is '" + text + "', but must be one of " + FORMS);
    };
  }

  private static int whole(String text, String value, int min) {
    if (!value.matches("\\d{1,4}") || Integer.parseInt(value) < min) {
      throw new IllegalArgumentException(
          "topology is '" + text + "', but its degree must be from " + min + " to 9999");
    }
    return Integer.parseInt(value);
  }

  private static double exponent(String text, String value) {
    boolean number = value.matches("\\d(\\.\\d{1,6})?");
    double exponent = number ? Double.parseDouble(value) : Double.NaN;
    if (!(exponent > 1 && exponent <= 5)) {
      throw new IllegalArgumentException(
          "topology is '" + text + "', but its exponent must be above 1 and at most 5");
    }
    return exponent;
  }
}
