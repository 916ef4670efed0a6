package io.duet.unstructured.topology;

import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** A shape of graphs. */
@FunctionalInterface
public interface Topology {

  /** The forms that {@link #of} takes. */
  String FORMS = "mesh, random:8, regular:6, tree:6, power-law:2.3, gia or file:PATH";

  /**
   * A graph of this shape; the same numbers give the same graph in every run.
   *
   * @param nodes how many nodes it has, at least 1
   * @throws io.duet.cli.FailureException with a sentence for people, when there is none of this
   *     size
   */
  Graph graph(int nodes, RandomGenerator random);

  /**
   * The same for nodes of these capacities, which only {@code gia} minds.
   *
   * @param capacities of each node, at least 1
   */
  default Graph graph(int[] capacities, RandomGenerator random) {
    return graph(capacities.length, random);
  }

  /**
   * Reads a shape as people write it: {@code mesh} (each linked to each), {@code random:d} (uniform
   * among graphs of mean degree d), {@code regular:d} (every degree d), {@code tree:d} (inner nodes
   * of degree d, filled level by level from node 0), {@code power-law:x} (degree k as likely as k
   * to the minus x), {@code gia} (degrees by capacity, drawn where it is not given), {@code
   * file:PATH} (a list of links). All but a file's are connected.
   *
   * @throws IllegalArgumentException with a sentence for people, when it has another form, or the
   *     file is none
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
