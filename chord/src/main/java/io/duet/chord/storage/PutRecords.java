package io.duet.chord.storage;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes or withdraws records: looks up the owner of the first one's key, and asks it to store
 * or drop that record, and the others that are due and belong to it. If the owner does not answer,
 * or no replica acknowledged the records, the next member is asked too, 5 in total.
 *
 * <p>Message out: {@link ChordMessage.StoreRecords}.
 */
final class PutRecords implements Lookups.Listener {
  private static final int TRIES_MAX = 5;

  private final ChordContext node;
  private final ContentService contents;
  private final Runnable whenEnded;
  private final List<RingPeer> owners = new ArrayList<>(4);
  private final List<RingPeer> alreadyAsked = new ArrayList<>(2);
  private List<StoredRecord> records;
  private @Nullable RingPeer storedBy; // acknowledged the records
  private int tries;

  /** A request about this record, and others that are due. */
  PutRecords(ContentService contents, StoredRecord first, Runnable whenEnded) {
    this.whenEnded = whenEnded;
    this.node = contents.node;
    this.contents = contents;
    this.records = List.of(first);
  }

  @Override
  public void onOwner(List<RingPeer> found, RingPeer before, Lookups.Cost cost) {
    StoredRecord first = records.get(0);
    List<StoredRecord> others = contents.publications().takeAlso(first, found.get(0));
    if (!others.isEmpty()) {
      others.add(0, first);
      records = others;
    }
    owners.addAll(found);
    askFirst(found.get(0));
    askNext();
  }

  @Override
  public void onNoOwner(Lookups.Cost cost) {
    finish(records);
    whenEnded.run();
  }

  /** Asks an owner first; about a withdrawal twice, because one lost message would undo it. */
  private void askFirst(RingPeer owner) {
    if (owners.isEmpty() || !owners.get(0).equals(owner)) {
      owners.add(0, owner);
    }
    if (isWithdrawal()) {
      owners.add(0, owner);
    }
  }

  private boolean isWithdrawal() {
    return records.stream().anyMatch(StoredRecord::withdrawn);
  }

  private void askNext() {
    if (owners.isEmpty() || tries++ >= TRIES_MAX) {
      end(); // stored again in the next period, or expires
      return;
    }
    RingPeer asked = owners.remove(0);
    alreadyAsked.add(asked);
    if (asked.equals(node.routing().self())) {
      contents
          .store()
          .put(records, outcomes -> onStored(asked, outcomes, contents.otherOwner(records)));
    } else {
      RetryPolicy policy = RetryPolicy.fixed(2 * node.config().requestNanos());
      ReplyHandler<ChordMessage.Stored> handler =
          ReplyHandler.of(
              reply -> onStored(asked, outcomesOf(reply), reply.owner()), this::onFailure);
      node.requests().send(asked.peer(), this::request, policy, handler);
    }
  }

  private static ReplicatedStore.Outcomes outcomesOf(ChordMessage.Stored reply) {
    return new ReplicatedStore.Outcomes(reply.outcome(), reply.refused());
  }

  private ChordMessage.StoreRecords request(int id) {
    List<ChordMessage.Announcement> announced = new ArrayList<>(records.size());
    for (StoredRecord record : records) {
      announced.add(new ChordMessage.Announcement(record.key(), record.name(), record.withdrawn()));
    }
    return new ChordMessage.StoreRecords(id, node.config().recordSeconds(), announced);
  }

  /** Ends one request; an owner that the reply names is asked too, about the records it owns. */
  private void onStored(
      RingPeer asked, ReplicatedStore.Outcomes outcomes, @Nullable RingPeer owner) {
    setAside(outcomes.refused());
    if (outcomes.outcome() == ChordMessage.Outcome.KEPT) {
      storedBy = asked;
    }
    List<StoredRecord> misplaced = owner == null ? List.of() : ownedBy(owner, asked);
    if (owner != null && !misplaced.isEmpty()) {
      finish(records.stream().filter(record -> !misplaced.contains(record)).toList());
      records = misplaced;
      askFirst(owner);
      askNext();
    } else if (outcomes.outcome() == ChordMessage.Outcome.NO_REPLICA
        && storedBy == null
        && !records.isEmpty()) {
      askNext();
    } else {
      end();
    }
  }

  /** Finishes the refused records. */
  private void setAside(int refused) {
    if (refused != 0) {
      List<StoredRecord> kept = new ArrayList<>(records.size());
      for (int i = 0; i < records.size(); i++) {
        if ((refused & 1 << i) != 0) {
          contents.publications().ended(records.get(i), storedBy != null);
        } else {
          kept.add(records.get(i));
        }
      }
      records = kept;
    }
  }

  /** The records that a member named by the asked one owns, unless it was already asked. */
  private List<StoredRecord> ownedBy(RingPeer owner, RingPeer asked) {
    boolean again = alreadyAsked.contains(owner) && !isWithdrawal();
    return again
        ? List.of()
        : records.stream()
            .filter(record -> RingId.isBetween(RingId.of(record.key()) - 1, owner.id(), asked.id()))
            .toList();
  }

  private void end() {
    finish(records);
    whenEnded.run();
  }

  private void finish(List<StoredRecord> ended) {
    for (StoredRecord record : ended) {
      contents.publications().ended(record, storedBy != null);
      if (storedBy != null && !record.withdrawn() && record.name().isEmpty()) {
        node.host().emit(new OverlayEvent.Announced(record.key(), storedBy.peer()));
      }
    }
  }

  private void onFailure() {
    if (storedBy != null && !isWithdrawal()) {
      end();
    } else {
      askNext();
    }
  }
}
