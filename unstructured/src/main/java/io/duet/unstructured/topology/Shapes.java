package io.duet.unstructured.topology;

import io.duet.cli.FailureException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The shapes whose only parameter is a degree. */
final class Shapes {
  private static final int MESH_MAX = 5_000;

  private Shapes() {}

  /** A full mesh: each node is linked to all others. */
  static Graph mesh(int nodes) {
    if (nodes > MESH_MAX) {
      throw new FailureException("a mesh has at most " + MESH_MAX + " nodes here, not " + nodes);
    }
    int[][] neighbors = new int[nodes][];
    Arrays.setAll(
        neighbors, node -> IntStream.range(0, nodes).filter(other -> other != node).toArray());
    return new Graph(neighbors);
  }

  /** A connected graph of links between random pairs, with this mean degree. */
  static Graph random(int degree, int nodes, RandomGenerator random) {
    if (degree >= nodes - 1) {
      return mesh(nodes);
    }
    Graph graph = new Graph(nodes);
    long missing = (long) nodes * degree / 2;
    while (missing > 0) {
      missing -= graph.add(random.nextInt(nodes), random.nextInt(nodes)) ? 1 : 0;
    }
    ComponentLinker.connect(graph);
    return graph.sorted();
  }

  /**
   * A random connected graph in which all nodes have the same degree, at most the number of other
   * nodes. If the sum of degrees is odd, one node lacks a link.
   */
  static Graph regular(int degree, int nodes, RandomGenerator random) {
    if (degree >= nodes - 1) {
      return mesh(nodes);
    }
    int[] degrees = new int[nodes];
    Arrays.fill(degrees, degree);
    return ConfigurationModel.connected(degrees, random);
  }

  /**
   * A tree whose inner nodes have the same degree d, filled level by level from the root, node 0.
   * The last level may be incomplete; all others have exactly d (d - 1)^i nodes, i + 1 links from
   * the root.
   */
  static Graph tree(int degree, int nodes) {
    Graph graph = new Graph(nodes);
    for (int node = 1; node < nodes; node++) {
      int parent = node <= degree ? 0 : 1 + (node - degree - 1) / (degree - 1);
      graph.add(parent, node);
    }
    return graph.sorted();
  }
}
