package io.duet.experiments.report;

import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchRecord;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The copies of items in path caches at the end, and how they follow popularity.
 *
 * @param mean the mean number of copies of an item
 * @param exponent the least-squares slope of log copies over log searches; items without either are
 *     left out; NaN if fewer than two differ
 */
public record ReplicaCounts(double mean, double exponent) {

  static @Nullable ReplicaCounts of(OverlayResult result) {
    int[] copies = result.copies();
    if (IntStream.of(copies).allMatch(count -> count == 0)) {
      return null;
    }
    int[] searches = new int[copies.length];
    result.searches().stream().mapToInt(SearchRecord::item).forEach(item -> searches[item]++);
    int[] both =
        IntStream.range(0, copies.length)
            .filter(item -> copies[item] > 0 && searches[item] > 0)
            .toArray();
    return new ReplicaCounts(
        IntStream.of(copies).average().orElse(Double.NaN),
        slope(logs(searches, both), logs(copies, both)));
  }

  private static double[] logs(int[] counts, int[] items) {
    return IntStream.of(items).mapToDouble(item -> Math.log(counts[item])).toArray();
  }

  private static double slope(double[] x, double[] y) {
    double meanX = new Quantiles(Arrays.stream(x)).mean();
    double meanY = new Quantiles(Arrays.stream(y)).mean();
    double both = 0;
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      both += (x[i] - meanX) * (y[i] - meanY);
      square += (x[i] - meanX) * (x[i] - meanX);
    }
    return both / square;
  }
}
