package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.message.WireLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * The reply to an {@link ChordMessage.ExchangeRecords}: the records that its sender lacks, as many
 * as fit, and those lacking here.
 */
final class Exchange {
  private final ChordMessage.ExchangeRecords request;
  private final List<StoredRecord> copies = new ArrayList<>();
  private RecordPosition until;
  private int lacking;

  Exchange(ChordMessage.ExchangeRecords request) {
    this.request = request;
    this.until = request.span().until();
    this.lacking = request.marks().isEmpty() ? 0 : -1 >>> (32 - request.marks().size());
  }

  ChordMessage.Exchanged with(ReplicatedStore store) {
    long now = store.now();
    store.records().visit(request.span(), now, visited -> add(visited, now));
    return new ChordMessage.Exchanged(request.requestId(), until, copies, lacking);
  }

  /** Adds a record; returns whether the next one may fit too. */
  private boolean add(RecordStore.Visited visited, long now) {
    int known = request.marks().indexOf(visited.mark());
    if (known >= 0) {
      lacking &= ~(1 << known);
    } else if (copies.size() < WireLimits.COPIES_MAX) {
      copies.add(visited.copy(now));
    } else {
      until = copies.get(copies.size() - 1).place();
      return false;
    }
    return true;
  }
}
