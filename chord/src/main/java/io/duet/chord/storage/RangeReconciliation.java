package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.message.WireLimits;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Range reconciliation: compares the records of an owner with those of one replica and exchanges
 * what either lacks. A range's digest is the sum of its records' marks. Where digests differ, the
 * range is split into parts of as many own records each, until a part holds few; then the marks
 * themselves are sent, and only records that one of the two lacks (range-based set reconciliation:
 * A. Meyer, SRDS 2023; Merkle trees as in Dynamo, SOSP 2007, section 4.7, but balanced whatever the
 * keys are).
 *
 * <p>Messages out: {@link ChordMessage.CompareRecords}, {@link ChordMessage.ExchangeRecords},
 * {@link ChordMessage.StoreCopies}, one at a time. Messages in: the replies. Timers: none.
 */
final class RangeReconciliation implements ReplyHandler<ChordMessage.Differences> {
  private static final int REQUESTS_MAX = 4_096;

  private final ChordContext node;
  private final ReplicatedStore store;
  private final RingPeer replica;
  private final Consumer<Boolean> whenDone;
  private final Deque<RecordRange> differing = new ArrayDeque<>();
  private final Deque<RecordRange> missing = new ArrayDeque<>(); // at the replica
  private List<RecordRange> compared = List.of();
  private int requests;

  /**
   * A comparison with this replica.
   *
   * @param whenDone told whether it came to its end, once
   */
  RangeReconciliation(
      ChordContext node, ReplicatedStore store, RingPeer replica, Consumer<Boolean> whenDone) {
    this.node = node;
    this.store = store;
    this.replica = replica;
    this.whenDone = whenDone;
  }

  /** The sum of the marks of records. */
  static long digest(List<StoredRecord> records) {
    long sum = 0;
    for (StoredRecord record : records) {
      sum += record.place().mark();
    }
    return sum;
  }

  /** Begins with the digest of the whole range; who has nothing asks for everything. */
  void start(RecordRange whole) {
    List<StoredRecord> own = own(whole);
    if (own.isEmpty()) {
      exchange(whole, own);
    } else {
      compare(whole, own, 1);
    }
  }

  private List<StoredRecord> own(RecordRange range) {
    return store.copies(range);
  }

  private void goOn() {
    if (requests >= REQUESTS_MAX) {
      whenDone.accept(false);
    } else if (!missing.isEmpty()) {
      storeAll(missing.pop());
    } else if (!differing.isEmpty()) {
      goInto(differing.pop());
    } else {
      whenDone.accept(true);
    }
  }

  private void goInto(RecordRange range) {
    List<StoredRecord> own = own(range);
    if (own.size() <= WireLimits.MARKS_MAX) {
      exchange(range, own);
    } else {
      compare(range, own, WireLimits.PARTS_MAX);
    }
  }

  private void storeAll(RecordRange range) {
    List<StoredRecord> own = own(range);
    List<StoredRecord> first = own.subList(0, Math.min(own.size(), WireLimits.COPIES_MAX));
    if (first.size() < own.size()) {
      missing.push(new RecordRange(first.get(first.size() - 1).place(), range.until()));
    }
    store(List.copyOf(first));
  }

  private void store(List<StoredRecord> copies) {
    if (copies.isEmpty()) {
      goOn();
    } else {
      requests++;
      node.ask(replica.peer(), id -> new ChordMessage.StoreCopies(id, copies), new Storing());
    }
  }

  /** Copies that the replica says it has now, or has no room for. */
  private final class Storing implements ReplyHandler<ChordMessage.Stored> {
    @Override
    public void onReply(ChordMessage.Stored reply) {
      goOn();
    }

    @Override
    public void onFailure() {
      whenDone.accept(false);
    }
  }

  private void compare(RecordRange range, List<StoredRecord> own, int parts) {
    requests++;
    compared = new ArrayList<>(parts);
    List<ChordMessage.Part> digests = new ArrayList<>(parts);
    RecordPosition after = range.after();
    for (int i = 1; i <= parts; i++) {
      List<StoredRecord> some = own.subList((i - 1) * own.size() / parts, i * own.size() / parts);
      RecordPosition until = i == parts ? range.until() : some.get(some.size() - 1).place();
      compared.add(new RecordRange(after, until));
      digests.add(new ChordMessage.Part(until, digest(some)));
      after = until;
    }
    node.ask(
        replica.peer(), id -> new ChordMessage.CompareRecords(id, range.after(), digests), this);
  }

  @Override
  public void onReply(ChordMessage.Differences reply) {
    for (int i = compared.size() - 1; i >= 0; i--) {
      if ((reply.empty() & 1 << i) != 0) {
        missing.push(compared.get(i));
      } else if ((reply.parts() & 1 << i) != 0) {
        differing.push(compared.get(i));
      }
    }
    goOn();
  }

  @Override
  public void onFailure() {
    whenDone.accept(false);
  }

  private void exchange(RecordRange range, List<StoredRecord> own) {
    requests++;
    List<Long> marks = own.stream().map(record -> record.place().mark()).toList();
    node.ask(
        replica.peer(),
        id -> new ChordMessage.ExchangeRecords(id, range, marks),
        new Exchange(range, own));
  }

  /** Few records, or none, whose marks were sent. */
  private final class Exchange implements ReplyHandler<ChordMessage.Exchanged> {
    private final RecordRange range;
    private final List<StoredRecord> own;
    private final long askedNanos;

    Exchange(RecordRange range, List<StoredRecord> own) {
      this.range = range;
      this.own = own;
      this.askedNanos = store.now();
    }

    @Override
    public void onReply(ChordMessage.Exchanged reply) {
      RecordRange told = new RecordRange(range.after(), reply.until());
      boolean asked = range.contains(reply.until());
      if (!asked || !reply.copies().stream().allMatch(copy -> told.contains(copy.place()))) {
        node.refuse(replica.peer(), "records that were not asked for");
        whenDone.accept(false);
        return;
      }
      reply.copies().forEach(copy -> store.fill(copy, store.now() - askedNanos));
      if (!reply.until().equals(range.until())) {
        differing.push(new RecordRange(reply.until(), range.until()));
      }
      store(lacking(reply.lacking()));
    }

    private List<StoredRecord> lacking(int bits) {
      List<StoredRecord> lacking = new ArrayList<>();
      for (int i = 0; i < own.size(); i++) {
        if ((bits & 1 << i) != 0) {
          lacking.add(own.get(i));
        }
      }
      return lacking;
    }

    @Override
    public void onFailure() {
      RangeReconciliation.this.onFailure();
    }
  }
}
