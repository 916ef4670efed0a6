package io.duet.chord;

/**
 * Where a record stands among all records of the ring: at its key's position, and among those of
 * one position by its mark. Both are unsigned.
 *
 * @param mark a hash of the record without its age, the same on every member that keeps it
 */
record Place(long position, long mark) {
  /** The last place of a position. */
  static Place endOf(long position) {
    return new Place(position, -1);
  }
}
