package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.message.WireLimits;
import java.util.List;

/**
 * Key transfer: copies records to the member that becomes their owner. A new predecessor receives
 * the records of its range; the successor of a leaving member receives all that the member owns.
 * The sender keeps its copies, as a replica. The transfer is not acknowledged: {@link AntiEntropy}
 * repairs losses.
 *
 * <p>Message out: {@link ChordMessage.Replicate}, with at most 256 records.
 */
record KeyTransfer(ReplicatedStore store) {

  /** Copies the records that a new predecessor owns to it. */
  void toPredecessor(RingPeer newOwner) {
    send(RecordRange.of(store.node.routing().self().id(), newOwner.id()), newOwner);
  }

  /** Copies the records that this member owns to its successor, which owns them next. */
  void toSuccessor() {
    long self = store.node.routing().self().id();
    RecordRange owned = store.owned();
    RingPeer successor = store.node.routing().successor();
    send(owned == null ? RecordRange.of(self, self - 1) : owned, successor);
  }

  private void send(RecordRange range, RingPeer newOwner) {
    List<StoredRecord> copies = store.copies(range);
    for (int from = 0; from < copies.size(); from += WireLimits.COPIES_MAX) {
      int to = Math.min(copies.size(), from + WireLimits.COPIES_MAX);
      List<StoredRecord> some = List.copyOf(copies.subList(from, to));
      store.node.host().send(newOwner.peer(), new ChordMessage.Replicate(some));
    }
  }
}
