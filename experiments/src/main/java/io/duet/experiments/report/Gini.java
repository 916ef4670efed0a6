package io.duet.experiments.report;

import java.util.Arrays;

/** The Gini coefficient of a load: 0 if it is equal, near 1 if one node has it all. */
public final class Gini {

  private Gini() {}

  /** The coefficient of these loads; 0 if there is no load. */
  public static double of(long[] loads) {
    long[] sorted = loads.clone();
    Arrays.sort(sorted);
    double weighted = 0;
    double sum = 0;
    for (int i = 0; i < sorted.length; i++) {
      weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
      sum += sorted[i];
    }
    return sum == 0 ? 0 : weighted / (sorted.length * sum);
  }
}
