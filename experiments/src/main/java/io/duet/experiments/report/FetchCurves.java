package io.duet.experiments.report;

import io.duet.experiments.result.FetchRecord;
import io.duet.experiments.result.FetchResult;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The curves of an overlay's transfers.
 *
 * @param contentSeconds pairs of a time to content and the share of finished transfers that took no
 *     longer
 * @param complete pairs of a time since the first search and the share of a flash crowd that had
 *     everything by then; null without a flash crowd
 * @param boundSeconds the shortest time for the whole crowd; null without one, or with unlimited
 *     links
 */
record FetchCurves(
    List<double[]> contentSeconds,
    @Nullable List<double[]> complete,
    @Nullable Double boundSeconds) {
  private static final int POINTS = 120;

  static @Nullable FetchCurves of(FetchResult result) {
    if (result.bytes() == 0) {
      return null;
    }
    List<FetchRecord> done = result.records().stream().filter(FetchRecord::isDone).toList();
    double bound = result.crowdBoundSeconds();
    return new FetchCurves(
        curve(new Quantiles(done.stream().mapToDouble(one -> one.contentNanos() / 1e9)), 1),
        result.crowd()
            ? curve(
                new Quantiles(done.stream().mapToDouble(FetchFigures::endSeconds)),
                (double) done.size() / result.records().size())
            : null,
        Double.isFinite(bound) ? (Double) bound : null);
  }

  /** Pairs of a value and the share of all that are not above it. */
  private static List<double[]> curve(Quantiles values, double ofAll) {
    int points = values.count() > 0 ? POINTS + 1 : 0;
    return IntStream.range(0, points)
        .mapToDouble(i -> (double) i / POINTS)
        .mapToObj(
            share ->
                new double[] {
                  ReportData.rounded(values.at(share)), ReportData.rounded(share * ofAll)
                })
        .toList();
  }
}
