package io.duet.experiments.study;

import java.util.Arrays;
import java.util.List;

/**
 * One published figure and its measured values.
 *
 * @param measured one value per seed
 */
public record ReproductionRow(
    String caseName, Measure measure, Expectation published, List<Double> measured) {

  /** This row after those of earlier cases, to which its expectation may refer. */
  public ReproductionRow after(List<ReproductionRow> earlier) {
    double before =
        earlier.stream()
            .filter(row -> row.measure().equals(measure))
            .reduce((one, later) -> later)
            .map(ReproductionRow::mean)
            .orElse(Double.NaN);
    return new ReproductionRow(caseName, measure, published.after(before), measured);
  }

  /** The mean over seeds, which decides the verdict. */
  public double mean() {
    return values().average().orElse(Double.NaN);
  }

  /** The smallest and the largest value. */
  public double[] spread() {
    return new double[] {values().min().orElse(Double.NaN), values().max().orElse(Double.NaN)};
  }

  private java.util.stream.DoubleStream values() {
    return Arrays.stream(measured.stream().mapToDouble(value -> value).toArray());
  }

  /** Whether the mean is within the published range. */
  public boolean holds() {
    return published.holds(mean());
  }
}
