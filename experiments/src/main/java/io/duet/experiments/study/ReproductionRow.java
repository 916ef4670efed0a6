package io.duet.experiments.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One published figure and its measured values.
 *
 * @param published the expectation, relative to that of the previous case where it says so
 * @param measured the mean over seeds
 * @param seeds one value per seed
 * @param within whether the mean is within the published range
 */
public record ReproductionRow(
    @JsonProperty("case") String caseName,
    Measure measure,
    Expectation published,
    double measured,
    List<Double> seeds,
    boolean within) {

  /** A row after those of earlier cases, to which its expectation may refer. */
  public static ReproductionRow of(
      String caseName,
      Measure measure,
      Expectation published,
      List<Double> seeds,
      List<ReproductionRow> earlier) {
    double before =
        earlier.stream()
            .filter(row -> row.measure().equals(measure))
            .reduce((one, later) -> later)
            .map(ReproductionRow::measured)
            .orElse(Double.NaN);
    double mean = seeds.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    Expectation expected = published.after(before);
    return new ReproductionRow(caseName, measure, expected, mean, seeds, expected.holds(mean));
  }
}
