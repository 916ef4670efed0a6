package io.duet.experiments.report;

import io.duet.experiments.result.FetchRecord;
import io.duet.experiments.result.FetchResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the transfers that followed searches; times are those of finished ones.
 *
 * @param started the number of transfers
 * @param doneRatio the share of them that finished
 * @param contentSeconds from asking to the last byte
 * @param transferSeconds from the answer to the last byte
 * @param megabytesPerSecond the rates of transfers
 * @param crowd the flash crowd; null if there was none
 */
public record FetchFigures(
    int started,
    double doneRatio,
    Times contentSeconds,
    Times transferSeconds,
    Times megabytesPerSecond,
    @Nullable Crowd crowd) {

  /** The values below which half and 95 % of all are, and their mean. */
  public record Times(double p50, double p95, double mean) {
    private static Times of(Quantiles values) {
      return new Times(values.at(0.5), values.at(0.95), values.mean());
    }
  }

  /**
   * How a flash crowd ended.
   *
   * @param seconds from the first search to the last byte at the last node; NaN if one never had it
   * @param boundSeconds the shortest possible time; NaN with unlimited links
   * @param overBound their ratio
   */
  public record Crowd(double seconds, double boundSeconds, double overBound) {}

  static @Nullable FetchFigures of(FetchResult result) {
    List<FetchRecord> done = result.records().stream().filter(FetchRecord::isDone).toList();
    if (result.bytes() == 0) {
      return null;
    }
    int started = result.records().size();
    return new FetchFigures(
        started,
        (double) done.size() / started,
        Times.of(new Quantiles(done.stream().mapToDouble(one -> one.contentNanos() / 1e9))),
        Times.of(new Quantiles(done.stream().mapToDouble(one -> one.transferNanos() / 1e9))),
        Times.of(new Quantiles(done.stream().mapToDouble(one -> rate(result.bytes(), one)))),
        result.crowd() ? crowd(result, done) : null);
  }

  private static double rate(long bytes, FetchRecord fetch) {
    return bytes / 1e6 / Math.max(1e-9, fetch.transferNanos() / 1e9);
  }

  private static Crowd crowd(FetchResult result, List<FetchRecord> done) {
    boolean all = done.size() == result.records().size() && !done.isEmpty();
    double last = done.stream().mapToDouble(FetchFigures::endSeconds).max().orElse(Double.NaN);
    double seconds = all ? last : Double.NaN;
    return new Crowd(seconds, result.crowdBoundSeconds(), seconds / result.crowdBoundSeconds());
  }

  /** The time of the last byte, in seconds since the first search was due. */
  static double endSeconds(FetchRecord fetch) {
    return (fetch.atNanos() + fetch.contentNanos()) / 1e9;
  }
}
