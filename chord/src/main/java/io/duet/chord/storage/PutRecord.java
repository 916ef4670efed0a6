package io.duet.chord.storage;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes or withdraws one content: looks up the owner of its key and asks it to store or drop
 * the record. When the owner does not answer, or no replica acknowledged the record, the next
 * member is asked too.
 */
final class PutRecord implements Lookups.Listener, ReplyHandler<ChordMessage.Stored> {
  private static final int TRIES_MAX = 5;

  private final ChordContext node;
  private final ContentService contents;
  private final PublishedItem announced;
  private final boolean withdrawn;
  private final List<RingPeer> owners = new ArrayList<>(4);
  private final List<RingPeer> told = new ArrayList<>(2);
  private RingPeer asked;
  private @Nullable RingPeer keeper; // who said so
  private int tries;

  PutRecord(
      ChordContext node, ContentService contents, PublishedItem announced, boolean withdrawn) {
    this.node = node;
    this.contents = contents;
    this.announced = announced;
    this.withdrawn = withdrawn;
    this.asked = node.view().self();
  }

  @Override
  public void onOwner(List<RingPeer> found, RingPeer before, Lookups.Cost cost) {
    owners.addAll(found);
    putFirst(found.get(0));
    tellNext();
  }

  /** An owner is told twice of a withdrawal, because while it lives its word goes. */
  private void putFirst(RingPeer owner) {
    if (owners.isEmpty() || !owners.get(0).equals(owner)) {
      owners.add(0, owner);
    }
    if (withdrawn) {
      owners.add(0, owner);
    }
  }

  private void tellNext() {
    if (owners.isEmpty() || tries++ >= TRIES_MAX) {
      finish(); // announced anew in the next period, or expires
      return;
    }
    asked = owners.remove(0);
    told.add(asked);
    int seconds = node.config().recordSeconds();
    if (asked.equals(node.view().self())) {
      StoredRecord record =
          new StoredRecord(announced.key(), announced.name(), asked.address(), seconds, withdrawn);
      contents.keeper().keep(record, outcome -> end(outcome, node.view().otherOwner(position())));
    } else if (withdrawn) {
      node.askPatiently(asked.address(), this::drop, this);
    } else {
      node.askPatiently(asked.address(), this::store, this);
    }
  }

  private ChordMessage.DropRecord drop(int id) {
    return new ChordMessage.DropRecord(id, announced.key(), announced.name());
  }

  private ChordMessage.StoreRecord store(int id) {
    int seconds = node.config().recordSeconds();
    return new ChordMessage.StoreRecord(id, announced.key(), announced.name(), seconds);
  }

  private long position() {
    return RingId.of(announced.key());
  }

  @Override
  public void onNoOwner(Lookups.Cost cost) {
    // announced anew in the next period, or expires
  }

  @Override
  public void onReply(ChordMessage.Stored reply) {
    end(reply.outcome(), reply.owner());
  }

  /** A member that keeps the record may know that another owns it: that one is told too. */
  private void end(ChordMessage.Outcome outcome, @Nullable RingPeer owner) {
    if (outcome == ChordMessage.Outcome.KEPT) {
      keeper = asked;
    }
    if (owner != null
        && RingId.isBetween(position() - 1, owner.id(), asked.id())
        && (withdrawn || !told.contains(owner))) {
      putFirst(owner);
      tellNext();
    } else if (outcome == ChordMessage.Outcome.NO_REPLICA && keeper == null) {
      tellNext();
    } else {
      finish();
    }
  }

  private void finish() {
    if (keeper != null && !withdrawn && announced.name().isEmpty()) {
      node.host().emit(new OverlayEvent.Announced(announced.key(), keeper.address()));
    }
  }

  @Override
  public void onFailure() {
    if (keeper != null && !withdrawn) {
      finish();
    } else {
      tellNext();
    }
  }
}
