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
 * repairs losses, and copies what exceeds {@value #FIRST_MAX} records to a new predecessor.
 *
 * <p>Message out: {@link ChordMessage.Replicate}, with at most 256 records.
 */
record KeyTransfer(ReplicatedStore store) {
  private static final int FIRST_MAX = 4_096;

  /** Copies the records that a new predecessor owns to it. */
  void toPredecessor(RingPeer newOwner) {
    RecordRange range = RecordRange.of(store.node.routing().self().id(), newOwner.id());
    int max = store.node.config().repairs() ? FIRST_MAX : Integer.MAX_VALUE;
    send(store.firstCopies(range, max), newOwner);
  }

  /** Copies the records that this member owns to its successor, which owns them next. */
  void toSuccessor() {
    long self = store.node.routing().self().id();
    RecordRange owned = store.owned();
    RingPeer successor = store.node.routing().successor();
    send(store.copies(owned == null ? RecordRange.of(self, self - 1) : owned), successor);
  }

  private void send(List<StoredRecord> copies, RingPeer newOwner) {
    for (int from = 0; from < copies.size(); from += WireLimits.COPIES_MAX) {
      int to = Math.min(copies.size(), from + WireLimits.COPIES_MAX);
      List<StoredRecord> some = List.copyOf(copies.subList(from, to));
      store.node.host().send(newOwner.peer(), new ChordMessage.Replicate(some));
    }
  }
}
