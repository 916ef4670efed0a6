package io.duet.unstructured.topology;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random connected graph in which a node has degree k with probability proportional to k to the
 * minus exponent (W. Aiello et al., "A random graph model for massive graphs", STOC 2000): from 2
 * on, so that it can be connected without further links, and up to four times the root of the
 * number of nodes, because two larger ones would have several links between them.
 */
record PowerLaw(double exponent) implements Topology {
  /** The least degree. */
  static final int DEGREE_MIN = 2;

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    int max = (int) Math.max(DEGREE_MIN, Math.min(expectedMax(nodes), 4 * Math.sqrt(nodes)));
    double[] cumulative = cumulative(max);
    int[] degrees = new int[nodes];
    Arrays.setAll(degrees, node -> Math.min(nodes - 1, draw(cumulative, random)));
    return ConfigurationModel.connected(degrees, random);
  }

  /** The degree that one of so many nodes is expected to reach. */
  private double expectedMax(int nodes) {
    return StrictMath.pow(nodes, 1 / (exponent - 1));
  }

  private double[] cumulative(int max) {
    double[] cumulative = new double[max - DEGREE_MIN + 1];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += StrictMath.pow(DEGREE_MIN + i, -exponent);
      cumulative[i] = sum;
    }
    return cumulative;
  }

  private static int draw(double[] cumulative, RandomGenerator random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int place = Arrays.binarySearch(cumulative, point);
    return DEGREE_MIN + (place >= 0 ? place + 1 : -place - 1);
  }
}
