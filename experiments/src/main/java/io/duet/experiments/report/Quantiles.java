package io.duet.experiments.report;

import java.util.Arrays;

/** Means and quantiles of some values; a quantile is the value at its nearest rank. */
public final class Quantiles {
  private final double[] sorted;

  /** The quantiles of these values, which stay as they are. */
  public Quantiles(double[] values) {
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** How many values there are. */
  public int count() {
    return sorted.length;
  }

  /** The mean; not a number when there are no values. */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  /** The smallest value that is not below a fraction 0 to 1 of all; not a number without values. */
  public double at(double fraction) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(fraction * sorted.length);
    return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
  }
}
