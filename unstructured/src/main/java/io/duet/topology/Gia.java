package io.duet.topology;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random connected graph in which a node has as many neighbours as its capacity allows: a fourth
 * of it, at least 3 and at most 128 (Y. Chawathe et al., "Making Gnutella-like P2P systems
 * scalable", SIGCOMM 2003, section 3.1 and table 1).
 */
record Gia() implements Topology {
  /** How many neighbours a node of each level of capacity has, the lowest level first. */
  static final int[] DEGREES = {3, 3, 25, 128, 128};

  /** How large a share of nodes has no higher level; capacities are 1, 10, 100, 1,000, 10,000. */
  static final double[] SHARES_UP_TO = {0.2, 0.65, 0.95, 0.999, 1};

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    int[] degrees = new int[nodes];
    Arrays.setAll(degrees, node -> Math.min(nodes - 1, DEGREES[level(random.nextDouble())]));
    return GivenDegrees.connected(degrees, random);
  }

  private static int level(double point) {
    int level = 0;
    while (point >= SHARES_UP_TO[level]) {
      level++;
    }
    return level;
  }
}
