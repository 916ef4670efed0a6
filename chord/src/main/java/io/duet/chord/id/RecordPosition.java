package io.duet.chord.id;

/**
 * Where a record stands among all records of the ring: at its key's position, and among those of
 * one position by its mark. Both are unsigned.
 *
 * @param mark a hash of the record without its age, the same on every member that keeps it
 */
public record RecordPosition(long position, long mark) {
  /** The last place of a position. */
  public static RecordPosition endOf(long position) {
    return new RecordPosition(position, -1);
  }
}
