package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Key;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replication: keeps the provider records and postings of the keys that a member owns, copies them
 * to its successors, and keeps copies for the members before it.
 *
 * <p>Invariants: only a provider prolongs or withdraws its record, at the owner; a replica takes
 * over what the owner sends; copies from a replica or the successor only fill gaps at an owner.
 */
final class ReplicatedStore {
  private final ChordContext node;
  private final RecordStore records = new RecordStore();
  private final AntiEntropy repair;

  ReplicatedStore(ChordContext node) {
    this.node = node;
    this.repair = new AntiEntropy(node, this);
  }

  AntiEntropy repair() {
    return repair;
  }

  RecordStore records() {
    return records;
  }

  /**
   * Keeps what a provider says of its own record, and copies it to the successors that replicate
   * it.
   *
   * @param whenDone told once the first replica has it too, or that it is not kept
   */
  void keep(StoredRecord record, Consumer<ChordMessage.Outcome> whenDone) {
    StoredRecord kept = bounded(record, 0);
    if (!record.isWellFormed()) {
      whenDone.accept(ChordMessage.Outcome.WRONG_WORD);
    } else if (kept.secondsLeft() <= 0) {
      whenDone.accept(ChordMessage.Outcome.NO_TIME);
    } else if (!records.put(kept, now())) {
      whenDone.accept(ChordMessage.Outcome.NO_ROOM);
    } else {
      repair.begin();
      StoredRecord copy = kept.with(kept.secondsLeft() - 1);
      new ReplicaWrite(node, copy, replicators(), repair::doubt, whenDone).start();
    }
  }

  /** The successors that keep copies of what this member owns, the closest first. */
  List<RingPeer> replicators() {
    List<RingPeer> successors = node.routing().successors();
    int others = node.routing().isAlone() ? 0 : successors.size();
    return new ArrayList<>(successors.subList(0, Math.min(node.config().replicas() - 1, others)));
  }

  /** The places of which this member is the owner; null while it knows no predecessor. */
  @Nullable RecordRange owned() {
    RingPeer before = node.routing().predecessor();
    RingPeer self = node.routing().self();
    return before == null || before.equals(self) ? null : RecordRange.of(before.id(), self.id());
  }

  /** The live records of a key, as many as an answer may name. */
  List<ProviderRecord> get(Key key) {
    return records.get(key, now(), SearchResult.PROVIDERS_MAX);
  }

  /** Drops what has expired; false when nothing is kept any more. */
  boolean expire() {
    records.expire(now());
    return !records.isEmpty() || repair.isUnderWay();
  }

  /** Copies of what is kept in a range, in order. */
  List<StoredRecord> copies(RecordRange range) {
    return records.copies(range, now());
  }

  /** Takes a copy that a peer sends unasked; null when it may not. */
  ChordMessage.@Nullable Outcome take(RingPeer sender, StoredRecord copy) {
    StoredRecord taken = bounded(copy, 0);
    ChordMessage.Outcome outcome = ChordMessage.Outcome.KEPT;
    if (!copy.isWellFormed()) {
      return ChordMessage.Outcome.WRONG_WORD;
    } else if (taken.secondsLeft() <= 0) {
      return ChordMessage.Outcome.NO_TIME;
    } else if (canOwn(sender, copy)) {
      outcome = records.put(taken, now()) ? outcome : ChordMessage.Outcome.NO_ROOM;
    } else if (sender.equals(node.routing().successor())) {
      records.fill(taken, now()); // it hands over
    } else {
      return null;
    }
    repair.begin();
    return outcome;
  }

  /** Fills a gap with what a replica answers that was asked so many nanoseconds ago. */
  void fill(StoredRecord copy, long agoNanos) {
    StoredRecord taken = bounded(copy, (int) (agoNanos / 1_000_000_000));
    if (taken.secondsLeft() > 0 && taken.isWellFormed()) {
      records.fill(taken, now());
    }
  }

  /** An owner lies between its keys and those that replicate for it. */
  private boolean canOwn(RingPeer sender, StoredRecord copy) {
    RingPeer self = node.routing().self();
    long position = RingId.of(copy.key());
    return !sender.equals(self) && RingId.isWithin(position - 1, sender.id(), self.id());
  }

  private StoredRecord bounded(StoredRecord copy, int lessSeconds) {
    int most = node.config().recordSeconds();
    return copy.with(Math.min(copy.secondsLeft(), most) - lessSeconds);
  }

  long now() {
    return node.host().nowNanos();
  }
}
