package io.duet.unstructured.topology;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random connected graph in which all nodes have the same degree, at most the number of other
 * nodes. If the sum of degrees is odd, one node lacks a link.
 */
record Regular(int degree) implements Topology {

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    if (degree >= nodes - 1) {
      return new Mesh().graph(nodes, random);
    }
    int[] degrees = new int[nodes];
    Arrays.fill(degrees, degree);
    return ConfigurationModel.connected(degrees, random);
  }
}
