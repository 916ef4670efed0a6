package io.duet.chord;

import io.duet.node.Key;
import io.duet.overlay.Answer;
import io.duet.overlay.ProviderRecord;
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
final class RecordKeeper {
  private final ChordContext node;
  private final RecordStore store = new RecordStore();
  private final Repair repair;

  RecordKeeper(ChordContext node) {
    this.node = node;
    this.repair = new Repair(node, this);
  }

  Repair repair() {
    return repair;
  }

  RecordStore store() {
    return store;
  }

  /**
   * Keeps what a provider says of its own record, and copies it to the successors that replicate
   * it.
   *
   * @param whenDone told once the first replica has it too, or that it is not kept
   */
  void keep(RecordCopy record, Consumer<ChordMessage.Outcome> whenDone) {
    RecordCopy kept = bounded(record, 0);
    if (!record.isWellFormed()) {
      whenDone.accept(ChordMessage.Outcome.WRONG_WORD);
    } else if (kept.secondsLeft() <= 0) {
      whenDone.accept(ChordMessage.Outcome.NO_TIME);
    } else if (!store.put(kept, now())) {
      whenDone.accept(ChordMessage.Outcome.NO_ROOM);
    } else {
      repair.begin();
      RecordCopy copy = kept.with(kept.secondsLeft() - 1);
      new Copying(node, copy, replicators(), repair::doubt, whenDone).start();
    }
  }

  /** The successors that keep copies of what this member owns, the closest first. */
  List<RingPeer> replicators() {
    List<RingPeer> successors = node.view().successors();
    int others = node.view().isAlone() ? 0 : successors.size();
    return new ArrayList<>(successors.subList(0, Math.min(node.config().replicas() - 1, others)));
  }

  /** The places of which this member is the owner; null while it knows no predecessor. */
  @Nullable Span owned() {
    RingPeer before = node.view().predecessor();
    RingPeer self = node.view().self();
    return before == null || before.equals(self) ? null : Span.of(before.id(), self.id());
  }

  /** The live records of a key, as many as an answer may name. */
  List<ProviderRecord> get(Key key) {
    return store.get(key, now(), Answer.PROVIDERS_MAX);
  }

  /** Drops what has expired; false when nothing is kept any more. */
  boolean expire() {
    store.expire(now());
    return !store.isEmpty() || repair.isUnderWay();
  }

  /** Copies of what is kept in a span, in order. */
  List<RecordCopy> copies(Span span) {
    return store.copies(span, now());
  }

  /** Takes a copy that a peer sends unasked; null when it may not. */
  ChordMessage.@Nullable Outcome take(RingPeer sender, RecordCopy copy) {
    RecordCopy taken = bounded(copy, 0);
    ChordMessage.Outcome outcome = ChordMessage.Outcome.KEPT;
    if (!copy.isWellFormed()) {
      return ChordMessage.Outcome.WRONG_WORD;
    } else if (taken.secondsLeft() <= 0) {
      return ChordMessage.Outcome.NO_TIME;
    } else if (canOwn(sender, copy)) {
      outcome = store.put(taken, now()) ? outcome : ChordMessage.Outcome.NO_ROOM;
    } else if (sender.equals(node.view().successor())) {
      store.fill(taken, now()); // it hands over
    } else {
      return null;
    }
    repair.begin();
    return outcome;
  }

  /** Fills a gap with what a replica answers that was asked so many nanoseconds ago. */
  void fill(RecordCopy copy, long agoNanos) {
    RecordCopy taken = bounded(copy, (int) (agoNanos / 1_000_000_000));
    if (taken.secondsLeft() > 0 && taken.isWellFormed()) {
      store.fill(taken, now());
    }
  }

  /** An owner lies between its keys and those that replicate for it. */
  private boolean canOwn(RingPeer sender, RecordCopy copy) {
    RingPeer self = node.view().self();
    long position = RingId.of(copy.key());
    return !sender.equals(self) && RingId.isWithin(position - 1, sender.id(), self.id());
  }

  private RecordCopy bounded(RecordCopy copy, int lessSeconds) {
    int most = node.config().recordSeconds();
    return copy.with(Math.min(copy.secondsLeft(), most) - lessSeconds);
  }

  long now() {
    return node.host().nowNanos();
  }
}
