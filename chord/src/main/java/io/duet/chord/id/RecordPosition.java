package io.duet.chord.id;

/**
 * The place of a record in the order of all records: by its key's position, then by its mark. Both
 * are unsigned.
 *
 * @param mark a hash of the record without its age, equal on every member that stores it
 */
public record RecordPosition(long position, long mark) {
  /** The last place at a position. */
  public static RecordPosition endOf(long position) {
    return new RecordPosition(position, -1);
  }
}
