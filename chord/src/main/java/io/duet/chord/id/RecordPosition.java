package io.duet.chord.id;

/**
 * The place of a record in the order of all records: by its key's position, then by its mark. Both
 * are unsigned.
 *
 * @param mark a hash of the record without its age, equal on every member that stores it
 */
public record RecordPosition(long position, long mark) implements Comparable<RecordPosition> {
  /** The last place at a position. */
  public static RecordPosition endOf(long position) {
    return new RecordPosition(position, -1);
  }

  /** The place just before this one. */
  public RecordPosition before() {
    return new RecordPosition(mark == 0 ? position - 1 : position, mark - 1);
  }

  @Override
  public int compareTo(RecordPosition other) {
    int byPosition = Long.compareUnsigned(position, other.position);
    return byPosition != 0 ? byPosition : Long.compareUnsigned(mark, other.mark);
  }
}
