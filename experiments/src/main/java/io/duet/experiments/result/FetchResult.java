package io.duet.experiments.result;

import java.util.List;

/**
 * The transfers of one overlay's run.
 *
 * @param bytes the size of each content
 * @param crowd whether they were those of a flash crowd
 * @param crowdBoundSeconds the shortest time in which a flash crowd can have the content; NaN
 *     without a flash crowd or with unlimited links
 * @param records each transfer, by search
 */
public record FetchResult(
    long bytes, boolean crowd, double crowdBoundSeconds, List<FetchRecord> records) {
  /** No transfers. */
  public static final FetchResult NONE = new FetchResult(0, false, Double.NaN, List.of());
}
