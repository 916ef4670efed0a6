package io.duet.unstructured.topology;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random connected graph in which every node has one degree, or as many neighbours as there are;
 * where the sum of degrees would be odd, one node has a link less.
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
