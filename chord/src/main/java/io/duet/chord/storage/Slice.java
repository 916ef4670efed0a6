package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.message.ChordMessage;

/** The part of a range with its first records, and their digest. */
final class Slice {
  private final RecordRange range;
  private final int max;
  private RecordPosition until;
  private int visited;
  private long digest;

  /** The first {@code max} records of a range; the whole range if it has no more. */
  Slice(RecordRange range, int max) {
    this.range = range;
    this.max = max;
    this.until = range.until();
  }

  ChordMessage.Part of(ReplicatedStore store) {
    store.records().visit(range, store.now(), this::add);
    return new ChordMessage.Part(visited <= max ? range.until() : until, digest);
  }

  private boolean add(RecordStore.Visited record) {
    if (++visited > max) {
      return false;
    }
    digest += record.mark();
    until = record.place();
    return true;
  }
}
