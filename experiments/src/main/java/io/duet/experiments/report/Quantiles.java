package io.duet.experiments.report;

import java.util.Arrays;

/** Means and quantiles of some values; a quantile is the value at its nearest rank. */
public final class Quantiles {
  private final double[] sorted;

  /** The quantiles of these values, which are not changed. */
  public Quantiles(double[] values) {
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** The number of values. */
  public int count() {
    return sorted.length;
  }

  /** The mean; NaN without values. */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  /** The smallest value that is not below a fraction 0 to 1 of all; NaN without values. */
  public double at(double fraction) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(fraction * sorted.length);
    return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
  }
}
