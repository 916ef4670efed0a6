package io.duet.experiments.result;

/**
 * The transfer of a content to the node that searched for it.
 *
 * @param search the index of the search in the workload
 * @param origin the index of the node that fetches
 * @param item the index of the content in the catalogue
 * @param atNanos the start of the search, in nanoseconds since the first search was due
 * @param searchNanos nanoseconds from asking to the answer
 * @param transferNanos nanoseconds from the answer to the last byte; negative if it never came
 */
public record FetchRecord(
    int search, int origin, int item, long atNanos, long searchNanos, long transferNanos) {

  /** Whether the whole content has arrived. */
  public boolean isDone() {
    return transferNanos >= 0;
  }

  /** Nanoseconds from asking to the last byte, if that has arrived. */
  public long contentNanos() {
    return searchNanos + transferNanos;
  }
}
