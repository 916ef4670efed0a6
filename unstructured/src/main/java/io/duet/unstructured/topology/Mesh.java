package io.duet.unstructured.topology;

import io.duet.cli.FailureException;
import java.util.random.RandomGenerator;

/** A full mesh: each node is linked to all others. */
record Mesh() implements Topology {
  private static final int NODES_MAX = 5_000;

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    if (nodes > NODES_MAX) {
      throw new FailureException("a mesh has at most " + NODES_MAX + " nodes here, not " + nodes);
    }
    int[] starts = new int[nodes + 1];
    int[] neighbors = new int[nodes * (nodes - 1)];
    for (int node = 0; node < nodes; node++) {
      starts[node + 1] = starts[node] + nodes - 1;
      for (int i = 0; i < nodes - 1; i++) {
        neighbors[starts[node] + i] = i < node ? i : i + 1;
      }
    }
    return new Graph(starts, neighbors);
  }
}
