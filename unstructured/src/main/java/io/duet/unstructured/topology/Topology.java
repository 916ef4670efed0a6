package io.duet.unstructured.topology;

import io.duet.overlay.spi.Settings;
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
    int valueAt = text.indexOf(':') + 1;
    String value = text.substring(valueAt);
    return switch (valueAt == 0 ? text : text.substring(0, valueAt)) {
      case "mesh" -> (nodes, random) -> Shapes.mesh(nodes);
      case "random:" -> {
        int degree = degree(value);
        yield (nodes, random) -> Shapes.random(degree, nodes, random);
      }
      case "regular:" -> {
        int degree = degree(value);
        yield (nodes, random) -> Shapes.regular(degree, nodes, random);
      }
      case "tree:" -> {
        int degree = degree(value);
        yield (nodes, random) -> Shapes.tree(degree, nodes);
      }
      case "power-law:" -> PowerLaw.of(value);
      case "gia" -> new GiaTopology();
      case "file:" -> GraphFile.read(Path.of(value));
      default -> throw Settings.wrong("topology", text, "one of " + FORMS);
    };
  }

  private static int degree(String value) {
    return Settings.of("degree of topology", value).number("degree of topology", 2, 9_999);
  }
}
