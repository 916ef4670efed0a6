package io.duet.unstructured.topology;

import java.util.random.RandomGenerator;

/**
 * A tree whose inner nodes have one degree, filled level by level: node 0 is the root, and the last
 * level may be incomplete. From the root of a whole one, exactly d (d - 1)^i nodes are i + 1 links
 * away.
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
