package io.duet.unstructured.topology;

import io.duet.unstructured.config.CapacityDistribution;
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

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    CapacityDistribution gia = CapacityDistribution.of("gia");
    int[] capacities = new int[nodes];
    Arrays.setAll(capacities, node -> gia.draw(random));
    return graph(capacities, random);
  }

  @Override
  public Graph graph(int[] capacities, RandomGenerator random) {
    int max = Math.min(DEGREE_MAX, capacities.length - 1);
    int[] degrees =
        Arrays.stream(capacities).map(c -> Math.min(max, Math.max(DEGREE_MIN, c / 4))).toArray();
    return ConfigurationModel.connected(degrees, random);
  }
}
