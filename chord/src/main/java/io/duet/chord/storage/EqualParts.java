package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.message.ChordMessage;
import java.util.ArrayList;
import java.util.List;

/** Splits a range into parts with equally many records, and computes their digests. */
final class EqualParts {
  private final RecordRange range;
  private final int count;
  private final int parts;
  private final List<ChordMessage.Part> made = new ArrayList<>();
  private int visited;
  private long digest;

  /**
   * A split of a range.
   *
   * @param count the records in the range, at least {@code parts}
   */
  EqualParts(RecordRange range, int count, int parts) {
    this.range = range;
    this.count = count;
    this.parts = parts;
  }

  /** The parts, in order; the last one ends with the range. */
  List<ChordMessage.Part> of(ReplicatedStore store) {
    store.records().visit(range, store.now(), this::add);
    return made;
  }

  private boolean add(RecordStore.Visited record) {
    visited++;
    digest += record.mark();
    if (visited == count) {
      end(range.until());
    } else if (visited == (made.size() + 1) * count / parts) {
      end(record.place());
    }
    return true;
  }

  private void end(RecordPosition until) {
    made.add(new ChordMessage.Part(until, digest));
    digest = 0;
  }
}
