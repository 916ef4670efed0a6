package io.duet.unstructured.topology;

import io.duet.overlay.spi.Settings;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random connected graph with a power-law distribution of degrees: degree k has a probability
 * proportional to k^-exponent (W. Aiello et al., "A random graph model for massive graphs", STOC
 * 2000). The least degree is 2, so that the graph can be connected without further links. The
 * largest is four times the square root of the number of nodes; larger nodes would need double
 * links.
 */
record PowerLaw(double exponent) implements Topology {
  static final int DEGREE_MIN = 2;

  /** A shape with the exponent that a text gives. */
  static PowerLaw of(String text) {
    double exponent = text.matches("\\d(\\.\\d{1,6})?") ? Double.parseDouble(text) : 0;
    if (exponent <= 1 || exponent > 5) {
      throw Settings.wrong("exponent of topology", text, "a number above 1 and at most 5");
    }
    return new PowerLaw(exponent);
  }

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    int max = (int) Math.max(DEGREE_MIN, Math.min(expectedMax(nodes), 4 * Math.sqrt(nodes)));
    double[] cumulative = cumulative(max);
    int[] degrees = new int[nodes];
    Arrays.setAll(degrees, node -> Math.min(nodes - 1, draw(cumulative, random)));
    return ConfigurationModel.connected(degrees, random);
  }

  /** The expected largest degree among this number of nodes. */
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
