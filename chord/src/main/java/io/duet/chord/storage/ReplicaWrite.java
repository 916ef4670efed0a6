package io.duet.chord.storage;

import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;
import java.util.List;
import java.util.function.Consumer;

/**
 * Replica write: copies one record from its owner to the replicas. The owner acknowledges the
 * record to its provider only after the closest replica, or else the next one, has acknowledged the
 * copy. So an acknowledged record survives a crash of its owner.
 *
 * <p>Messages out: {@link ChordMessage.StoreCopies}, {@link ChordMessage.Replicate}.
 */
final class ReplicaWrite implements ReplyHandler<ChordMessage.Stored> {
  private static final int ASKED_MAX = 2;

  private final ChordContext node;
  private final List<StoredRecord> copies;
  private final List<RingPeer> peers;
  private final Consumer<RingPeer> doubt;
  private final Consumer<ChordMessage.Outcome> whenDone;
  private int asked;

  /**
   * A write to these replicas, the closest first.
   *
   * @param doubt receives each replica that may lack the record
   * @param whenDone receives the outcome, once
   */
  ReplicaWrite(
      ChordContext node,
      StoredRecord copy,
      List<RingPeer> peers,
      Consumer<RingPeer> doubt,
      Consumer<ChordMessage.Outcome> whenDone) {
    this.node = node;
    this.doubt = doubt;
    this.copies = List.of(copy);
    this.peers = peers;
    this.whenDone = whenDone;
  }

  /** Sends the copies; without replicas the write ends at once. */
  void start() {
    if (peers.isEmpty()) {
      whenDone.accept(ChordMessage.Outcome.KEPT);
      return;
    }
    askNext();
    for (RingPeer peer : peers.subList(1, peers.size())) {
      node.host().send(peer.peer(), new ChordMessage.Replicate(copies));
    }
  }

  private void askNext() {
    RingPeer peer = peers.get(asked++);
    node.ask(peer.peer(), id -> new ChordMessage.StoreCopies(id, copies), this);
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
    doubt.accept(peers.get(asked - 1));
    if (asked < Math.min(ASKED_MAX, peers.size())) {
      askNext();
    } else {
      whenDone.accept(ChordMessage.Outcome.NO_REPLICA);
    }
  }
}
