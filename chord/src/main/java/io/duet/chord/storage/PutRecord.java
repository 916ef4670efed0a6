package io.duet.chord.storage;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.Request;
import io.duet.rpc.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes or withdraws one content: looks up the owner of its key and asks it to store or drop
 * the record. If the owner does not answer, or no replica acknowledged the record, the next member
 * is asked too, 5 in total.
 *
 * <p>Messages out: {@link ChordMessage.StoreRecord}, {@link ChordMessage.DropRecord}.
 */
final class PutRecord implements Lookups.Listener {
  private static final int TRIES_MAX = 5;

  private final ChordContext node;
  private final ContentService contents;
  private final StoredRecord record;
  private final List<RingPeer> owners = new ArrayList<>(4);
  private final List<RingPeer> alreadyAsked = new ArrayList<>(2);
  private @Nullable RingPeer storedBy; // acknowledged the record
  private int tries;

  PutRecord(ContentService contents, StoredRecord record) {
    this.node = contents.node;
    this.contents = contents;
    this.record = record;
  }

  @Override
  public void onOwner(List<RingPeer> found, RingPeer before, Lookups.Cost cost) {
    owners.addAll(found);
    askFirst(found.get(0));
    askNext();
  }

  /** Asks an owner first; about a withdrawal twice, because one lost message would undo it. */
  private void askFirst(RingPeer owner) {
    if (owners.isEmpty() || !owners.get(0).equals(owner)) {
      owners.add(0, owner);
    }
    if (record.withdrawn()) {
      owners.add(0, owner);
    }
  }

  private void askNext() {
    if (owners.isEmpty() || tries++ >= TRIES_MAX) {
      finish(); // republished in the next period, or expires
      return;
    }
    RingPeer asked = owners.remove(0);
    alreadyAsked.add(asked);
    if (asked.equals(node.routing().self())) {
      contents
          .store()
          .put(record, outcome -> end(asked, outcome, node.routing().otherOwner(position())));
    } else {
      RetryPolicy policy = RetryPolicy.fixed(2 * node.config().requestNanos());
      ReplyHandler<ChordMessage.Stored> handler =
          ReplyHandler.of(reply -> end(asked, reply.outcome(), reply.owner()), this::onFailure);
      node.requests().send(asked.peer(), this::request, policy, handler);
    }
  }

  private Request<ChordMessage.Stored> request(int id) {
    return record.withdrawn()
        ? new ChordMessage.DropRecord(id, record.key(), record.name())
        : new ChordMessage.StoreRecord(id, record.key(), record.name(), record.secondsLeft());
  }

  private long position() {
    return RingId.of(record.key());
  }

  /** Ends one request; an owner that the reply names is asked too. */
  private void end(RingPeer asked, ChordMessage.Outcome outcome, @Nullable RingPeer owner) {
    if (outcome == ChordMessage.Outcome.KEPT) {
      storedBy = asked;
    }
    if (owner != null
        && RingId.isBetween(position() - 1, owner.id(), asked.id())
        && (record.withdrawn() || !alreadyAsked.contains(owner))) {
      askFirst(owner);
      askNext();
    } else if (outcome == ChordMessage.Outcome.NO_REPLICA && storedBy == null) {
      askNext();
    } else {
      finish();
    }
  }

  private void finish() {
    if (storedBy != null && !record.withdrawn() && record.name().isEmpty()) {
      node.host().emit(new OverlayEvent.Announced(record.key(), storedBy.peer()));
    }
  }

  private void onFailure() {
    if (storedBy != null && !record.withdrawn()) {
      finish();
    } else {
      askNext();
    }
  }
}
