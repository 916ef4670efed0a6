package io.duet.unstructured.topology;

import java.util.random.RandomGenerator;

/**
 * A tree whose inner nodes have the same degree d, filled level by level from the root, node 0. The
 * last level may be incomplete; all others have exactly d (d - 1)^i nodes, i + 1 links from the
 * root.
 */
record Tree(int degree) implements Topology {

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    GraphBuilder graph = new GraphBuilder(nodes);
    for (int node = 1; node < nodes; node++) {
      int parent = node <= degree ? 0 : 1 + (node - degree - 1) / (degree - 1);
      graph.add(parent, node);
    }
    return graph.finish();
  }
}
