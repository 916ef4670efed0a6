package io.duet.experiments.report;

import java.util.Arrays;

/** The Gini coefficient: how unequally a load is spread; 0 is equal, near 1 is all on one. */
public final class Gini {

  private Gini() {}

  /** The coefficient of these loads; 0 when there is no load at all. */
  public static double of(int[] loads) {
    int[] sorted = loads.clone();
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
