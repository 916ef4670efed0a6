package io.duet.experiments.study;

import java.util.Arrays;
import java.util.List;

/**
 * One published figure and what was measured.
 *
 * @param measured one value for each seed
 */
public record ReproductionRow(
    String caseName, Measure measure, Expectation published, List<Double> measured) {

  /** The same, knowing the rows of earlier cases: a figure may be held against the one before. */
  public ReproductionRow after(List<ReproductionRow> earlier) {
    double before =
        earlier.stream()
            .filter(row -> row.measure().equals(measure))
            .reduce((one, later) -> later)
            .map(ReproductionRow::mean)
            .orElse(Double.NaN);
    return new ReproductionRow(caseName, measure, published.after(before), measured);
  }

  /** The mean over seeds, which the verdict is about. */
  public double mean() {
    return values().average().orElse(Double.NaN);
  }

  /** The least and the greatest value. */
  public double[] spread() {
    return new double[] {values().min().orElse(Double.NaN), values().max().orElse(Double.NaN)};
  }

  private java.util.stream.DoubleStream values() {
    return Arrays.stream(measured.stream().mapToDouble(value -> value).toArray());
  }

  /** Whether the mean is within what was published. */
  public boolean holds() {
    return published.holds(mean());
  }
}
