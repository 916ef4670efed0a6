package io.duet.unstructured.topology;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random connected graph in which a node has a quarter of its capacity as its degree, at least 3
 * and at most 128 (Y. Chawathe et al., "Making Gnutella-like P2P systems scalable", SIGCOMM 2003,
 * section 3.1 and table 1). Capacities that are not given are drawn.
 */
record GiaTopology() implements Topology {
  private static final int DEGREE_MIN = 3;
  private static final int DEGREE_MAX = 128;

  /** Shares of the nodes with a capacity of at most 1, 10, 100, 1,000 and 10,000. */
  private static final double[] SHARES_UP_TO = {0.2, 0.65, 0.95, 0.999, 1};

  /** The degree of a node with this capacity, in a graph with enough nodes. */
  static int degree(int capacity) {
    return Math.max(DEGREE_MIN, Math.min(DEGREE_MAX, capacity / 4));
  }

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    int[] capacities = new int[nodes];
    Arrays.setAll(capacities, node -> capacity(random.nextDouble()));
    return graph(capacities, random);
  }

  @Override
  public Graph graph(int[] capacities, RandomGenerator random) {
    int others = capacities.length - 1;
    int[] degrees = Arrays.stream(capacities).map(c -> Math.min(others, degree(c))).toArray();
    return ConfigurationModel.connected(degrees, random);
  }

  private static int capacity(double point) {
    int capacity = 1;
    for (int level = 0; point >= SHARES_UP_TO[level]; level++) {
      capacity *= 10;
    }
    return capacity;
  }
}
