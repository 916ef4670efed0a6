package io.duet.experiments.workload;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Popularity by rank: item i of n is drawn with probability proportional to (i + 1) to the power of
 * minus the exponent. Uses a table and strict arithmetic, so that every JVM draws the same items.
 */
public final class Zipf {
  private final double[] cumulative;

  /** A distribution over items 0 to {@code items} - 1; exponent 0 makes it uniform. */
  public Zipf(int items, double exponent) {
    cumulative = new double[items];
    double sum = 0;
    for (int i = 0; i < items; i++) {
      sum += StrictMath.pow(i + 1.0, -exponent);
      cumulative[i] = sum;
    }
  }

  /** Draws an item. */
  public int draw(RandomGenerator random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, point);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The probability that an item is drawn. */
  public double probability(int item) {
    double below = item == 0 ? 0 : cumulative[item - 1];
    return (cumulative[item] - below) / cumulative[cumulative.length - 1];
  }
}
