package io.duet.experiments.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Mean, quantiles and inequality of some values; a quantile is the value at its nearest rank. */
public final class Quantiles {
  private final double[] sorted;

  /** The quantiles of these values. */
  public Quantiles(DoubleStream values) {
    sorted = values.sorted().toArray();
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

  /** The Gini coefficient: 0 if values are equal or 0, near 1 if one of them is the whole sum. */
  public double gini() {
    double weighted = 0;
    for (int i = 0; i < sorted.length; i++) {
      weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
    }
    double sum = Arrays.stream(sorted).sum();
    return sum == 0 ? 0 : weighted / (sorted.length * sum);
  }
}
