package io.duet.chord;

import java.util.List;

/**
 * Key transfer: copies records to the member that becomes their owner. A new predecessor receives
 * those of the positions that it owns now; the successor receives all of a member that leaves. The
 * sender keeps its copies, as a replica does. The copies are not acknowledged: {@link Repair} finds
 * what was lost.
 *
 * <p>Messages out: {@link ChordMessage.Replicate}, each with at most 256 records.
 */
final class KeyTransfer {
  private final ChordContext node;
  private final RecordKeeper keeper;

  KeyTransfer(ChordContext node, RecordKeeper keeper) {
    this.node = node;
    this.keeper = keeper;
  }

  /** Copies the records of positions that a new predecessor owns to it. */
  void toPredecessor(RingPeer newOwner) {
    send(Span.of(node.view().self().id(), newOwner.id()), newOwner);
  }

  /** Copies the records that this member owns to its successor, which owns them next. */
  void toSuccessor() {
    long self = node.view().self().id();
    Span owned = keeper.owned();
    send(owned == null ? Span.of(self, self - 1) : owned, node.view().successor());
  }

  private void send(Span span, RingPeer peer) {
    List<RecordCopy> copies = keeper.copies(span);
    for (int from = 0; from < copies.size(); from += WireLimits.COPIES_MAX) {
      int to = Math.min(copies.size(), from + WireLimits.COPIES_MAX);
      List<RecordCopy> some = List.copyOf(copies.subList(from, to));
      node.host().send(peer.address(), new ChordMessage.Replicate(some));
    }
  }
}
