package io.duet.chord;

import io.duet.rpc.ReplyHandler;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies one record to those that replicate it. The closest must say that it has it before the
 * provider is told that the record is kept; when it does not, the next one must. So an acknowledged
 * record outlives the crash of its owner at any time after.
 */
final class Copying implements ReplyHandler<ChordMessage.Stored> {
  private static final int ASKED_MAX = 2;

  private final ChordNode node;
  private final List<RecordCopy> copies;
  private final List<RingPeer> peers;
  private final Consumer<ChordMessage.Outcome> whenDone;
  private int asked;

  Copying(
      ChordNode node,
      RecordCopy copy,
      List<RingPeer> peers,
      Consumer<ChordMessage.Outcome> whenDone) {
    this.node = node;
    this.copies = List.of(copy);
    this.peers = peers;
    this.whenDone = whenDone;
  }

  /** Begins; a record that nobody replicates is kept already. */
  void start() {
    if (peers.isEmpty()) {
      whenDone.accept(ChordMessage.Outcome.KEPT);
      return;
    }
    askNext();
    for (RingPeer peer : peers.subList(1, peers.size())) {
      node.host().send(peer.address(), new ChordMessage.Replicate(copies));
    }
  }

  private void askNext() {
    RingPeer peer = peers.get(asked++);
    node.ask(peer.address(), id -> new ChordMessage.StoreCopies(id, copies), this);
  }

  @Override
  public void onReply(ChordMessage.Stored reply) {
    if (reply.outcome() == ChordMessage.Outcome.KEPT) {
      whenDone.accept(reply.outcome());
    } else {
      onFailure();
    }
  }

  @Override
  public void onFailure() {
    node.contents().keeper().repair().doubt(peers.get(asked - 1));
    if (asked < Math.min(ASKED_MAX, peers.size())) {
      askNext();
    } else {
      whenDone.accept(ChordMessage.Outcome.NO_REPLICA);
    }
  }
}
