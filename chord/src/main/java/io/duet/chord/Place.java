package io.duet.chord;

import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;

/**
 * Where a record stands among all records of the ring: at its key's position, and among those of
 * one position by its mark. Both are unsigned.
 *
 * @param mark a hash of the record without its age, the same on every member that keeps it
 */
record Place(long position, long mark) {
  /** Bytes of a place on the wire. */
  static final int BYTES = 16;

  /** The last place of a position. */
  static Place endOf(long position) {
    return new Place(position, -1);
  }

  static Place read(WireInput in) {
    return new Place(in.readLong(), in.readLong());
  }

  void write(WireOutput out) {
    out.writeLong(position);
    out.writeLong(mark);
  }
}
