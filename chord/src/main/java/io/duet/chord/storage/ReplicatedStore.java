package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replication: a member stores the provider records and postings of the keys that it owns, copies
 * them to its next successors, and stores copies for the members before it.
 *
 * <p>Messages out: {@link ChordMessage.StoreCopies}, {@link ChordMessage.Replicate}, {@link
 * ChordMessage.RenewCopies}. Invariants: only a provider renews or withdraws its record, at the
 * owner. A replica accepts what the owner sends. Copies from a replica or the successor only fill
 * gaps at an owner.
 */
final class ReplicatedStore {
  private static final int REPLICAS_ASKED_MAX = 2;

  final ChordContext node;
  private final RecordStore records = new RecordStore();
  private final AntiEntropy antiEntropy;

  /**
   * Replica write: copies records to these replicas, the closest first. The owner acknowledges them
   * to their provider only after the closest replica, or else the next one, has acknowledged the
   * copies. So an acknowledged record survives a crash of its owner.
   */
  private record ReplicaWrite(
      ReplicatedStore store,
      List<StoredRecord> copies,
      List<RingPeer> peers,
      Consumer<ChordMessage.Outcome> whenDone) {

    void start() {
      if (peers.isEmpty()) {
        whenDone.accept(ChordMessage.Outcome.KEPT);
        return;
      }
      ask(0);
      for (RingPeer peer : peers.subList(1, peers.size())) {
        store.node.host().send(peer.peer(), new ChordMessage.Replicate(copies));
      }
    }

    private void ask(int place) {
      store.node.ask(
          peers.get(place).peer(),
          id -> new ChordMessage.StoreCopies(id, copies),
          ReplyHandler.of(
              reply -> end(place, reply.outcome() == ChordMessage.Outcome.KEPT),
              () -> end(place, false)));
    }

    private void end(int place, boolean kept) {
      if (kept) {
        whenDone.accept(ChordMessage.Outcome.KEPT);
        return;
      }
      store.antiEntropy.doubt(peers.get(place));
      if (place + 1 < Math.min(REPLICAS_ASKED_MAX, peers.size())) {
        ask(place + 1);
      } else {
        whenDone.accept(ChordMessage.Outcome.NO_REPLICA);
      }
    }
  }

  ReplicatedStore(ChordContext node) {
    this.node = node;
    this.antiEntropy = new AntiEntropy(this);
  }

  AntiEntropy antiEntropy() {
    return antiEntropy;
  }

  RecordStore records() {
    return records;
  }

  /** How storing records ended; see {@link ChordMessage.Stored}. */
  record Outcomes(ChordMessage.Outcome outcome, int refused) {}

  /**
   * Stores or withdraws records for their provider, and copies them to the replicas.
   *
   * @param put at most 32
   * @param whenDone receives the outcome, once a replica has acknowledged the copies or none can
   */
  void put(List<StoredRecord> put, Consumer<Outcomes> whenDone) {
    List<StoredRecord> copies = new ArrayList<>(put.size());
    ChordMessage.Outcome last = ChordMessage.Outcome.KEPT;
    int refused = 0;
    for (int i = 0; i < put.size(); i++) {
      StoredRecord bounded = bounded(put.get(i), 0);
      ChordMessage.Outcome outcome = put(bounded);
      if (outcome == ChordMessage.Outcome.KEPT) {
        copies.add(bounded.with(bounded.secondsLeft() - 1));
      } else {
        refused |= 1 << i;
        last = outcome;
      }
    }
    int bits = refused;
    if (copies.isEmpty()) {
      whenDone.accept(new Outcomes(last, bits));
    } else {
      antiEntropy.schedule();
      new ReplicaWrite(
              this, copies, replicas(), outcome -> whenDone.accept(new Outcomes(outcome, bits)))
          .start();
    }
  }

  private ChordMessage.Outcome put(StoredRecord record) {
    if (!record.isWellFormed()) {
      return ChordMessage.Outcome.WRONG_WORD;
    } else if (record.secondsLeft() <= 0) {
      return ChordMessage.Outcome.NO_TIME;
    } else {
      return records.put(record, now()) ? ChordMessage.Outcome.KEPT : ChordMessage.Outcome.NO_ROOM;
    }
  }

  /**
   * Renews a provider's records in a range that this member owns, here and at the replicas; returns
   * whether this member owns it, and stores exactly these records.
   */
  boolean renew(Peer provider, RecordRange range, long digest, int secondsLeft) {
    RoutingState routing = node.routing();
    boolean owns = routing.owns(range.firstPosition()) && routing.owns(range.until().position());
    int seconds = Math.min(secondsLeft, node.config().recordSeconds());
    if (!owns || !records.renew(provider, range, digest, seconds, now())) {
      return false;
    }
    replicas().forEach(replica -> askToRenew(replica, provider, range, digest, seconds - 1));
    return true;
  }

  /** Renews copies of a provider's records; returns whether exactly these are stored here. */
  boolean renewCopies(Peer provider, RecordRange range, long digest, int secondsLeft) {
    int seconds = Math.min(secondsLeft, node.config().recordSeconds());
    return records.renew(provider, range, digest, seconds, now());
  }

  private void askToRenew(
      RingPeer replica, Peer provider, RecordRange range, long digest, int seconds) {
    node.ask(
        replica.peer(),
        id -> new ChordMessage.RenewCopies(id, provider, range, digest, seconds),
        ReplyHandler.of(
            reply -> {
              if (!reply.renewed()) {
                antiEntropy.doubt(replica);
              }
            },
            () -> {})); // the next renewal, or the next comparison, tells
  }

  /** The successors that store copies of this member's records, the closest first. */
  List<RingPeer> replicas() {
    List<RingPeer> successors = node.routing().successors();
    int others = node.routing().isAlone() ? 0 : successors.size();
    return new ArrayList<>(successors.subList(0, Math.min(node.config().replicas() - 1, others)));
  }

  /** The range that this member owns; null while it knows no predecessor. */
  @Nullable RecordRange owned() {
    RingPeer before = node.routing().predecessor();
    RingPeer self = node.routing().self();
    return before == null || before.equals(self) ? null : RecordRange.of(before.id(), self.id());
  }

  /** The live records of a key, as many as a reply may contain. */
  List<ProviderRecord> get(Key key) {
    return records.get(key, now(), SearchResult.PROVIDERS_MAX);
  }

  /** Drops expired records, unless that is done in steps; returns false if none are left. */
  boolean expire() {
    if (!records.isLarge() || node.config().stabilizeNanos() == 0) {
      records.expire(now());
    }
    return !records.isEmpty() || antiEntropy.isUnderWay();
  }

  /** A step of dropping expired records, if there are many. */
  void expireNext() {
    if (records.isLarge()) {
      records.expireNext(now());
    }
  }

  /** Copies of the first records in a range, in order. */
  List<StoredRecord> firstCopies(RecordRange range, int max) {
    return records.firstCopies(range, now(), max);
  }

  /** Copies of the records in a range, in order. */
  List<StoredRecord> copies(RecordRange range) {
    return records.copies(range, now());
  }

  /** How many records a range contains, and the sum of their marks. */
  RecordStore.Sum sum(RecordRange range) {
    return records.sum(range, now());
  }

  /** Stores a copy that a peer sends; returns null if that peer may not send it. */
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
      records.fill(taken, now()); // it transfers its keys
    } else {
      return null;
    }
    antiEntropy.schedule();
    return outcome;
  }

  /** Fills a gap with a copy from a replica, requested {@code agoNanos} ago. */
  void fill(StoredRecord copy, long agoNanos) {
    StoredRecord taken = bounded(copy, (int) (agoNanos / 1_000_000_000));
    if (taken.secondsLeft() > 0 && taken.isWellFormed()) {
      records.fill(taken, now());
    }
  }

  /** Whether the sender can own the key: it lies between the key and this member. */
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
