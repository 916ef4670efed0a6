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
import org.jspecify.annotations.Nullable;

/**
 * Range reconciliation: compares the records of an owner with those of one replica, and exchanges
 * the records that either lacks. The digest of a range is the sum of its records' marks. A large
 * range is compared slice by slice. Where digests differ, the range is split into parts with
 * equally many own records, until a part holds few. Then the marks themselves are sent, and the
 * missing records (range-based set reconciliation: A. Meyer, SRDS 2023; similar to the Merkle trees
 * of Dynamo, SOSP 2007, section 4.7, but balanced for any keys).
 *
 * <p>Messages out: {@link ChordMessage.CompareRecords}, {@link ChordMessage.ExchangeRecords},
 * {@link ChordMessage.StoreCopies}, one at a time. Messages in: the replies. Timers: none.
 */
final class RangeReconciliation {
  private static final int REQUESTS_MAX = 4_096;
  private static final int SLICE_MAX = 4_096; // records

  private final ChordContext node;
  private final ReplicatedStore store;
  private final RingPeer replica;
  private final Consumer<Boolean> whenDone;
  private final Deque<RecordRange> differing = new ArrayDeque<>();
  private final Deque<RecordRange> missing = new ArrayDeque<>(); // at the replica
  private List<RecordRange> compared = List.of();
  private @Nullable RecordRange rest; // not compared yet
  private int requests;

  /**
   * A comparison with this replica.
   *
   * @param whenDone receives, once, whether the comparison was completed
   */
  RangeReconciliation(ReplicatedStore store, RingPeer replica, Consumer<Boolean> whenDone) {
    this.node = store.node;
    this.store = store;
    this.replica = replica;
    this.whenDone = whenDone;
  }

  /** Sends the digests of the range; an owner without records requests all of them. */
  void start(RecordRange whole) {
    if (store.firstCopies(whole, 1).isEmpty()) {
      exchange(whole, List.of());
    } else {
      compareNext(whole);
    }
  }

  /** Compares a range in slices, so that no message delays others for long. */
  private void compareNext(RecordRange range) {
    ChordMessage.Part slice = new Slice(range, SLICE_MAX).of(store);
    rest =
        slice.until().equals(range.until()) ? null : new RecordRange(slice.until(), range.until());
    compare(range, List.of(slice));
  }

  private void goOn() {
    if (requests >= REQUESTS_MAX) {
      giveUp();
    } else if (!missing.isEmpty()) {
      storeAll(missing.pop());
    } else if (!differing.isEmpty()) {
      split(differing.pop());
    } else if (rest != null) {
      compareNext(rest);
    } else {
      whenDone.accept(true);
    }
  }

  private void split(RecordRange range) {
    int count = store.sum(range).count();
    if (count <= WireLimits.MARKS_MAX) {
      exchange(range, store.copies(range));
    } else {
      compare(range, new EqualParts(range, count, WireLimits.PARTS_MAX).of(store));
    }
  }

  private void storeAll(RecordRange range) {
    List<StoredRecord> first = store.firstCopies(range, WireLimits.COPIES_MAX);
    if (first.size() == WireLimits.COPIES_MAX) {
      missing.push(new RecordRange(first.get(first.size() - 1).place(), range.until()));
    }
    store(first);
  }

  private void store(List<StoredRecord> copies) {
    if (copies.isEmpty()) {
      goOn();
    } else {
      requests++;
      node.ask(
          replica.peer(),
          id -> new ChordMessage.StoreCopies(id, copies),
          ReplyHandler.of(stored -> goOn(), this::giveUp));
    }
  }

  private void compare(RecordRange range, List<ChordMessage.Part> parts) {
    requests++;
    compared = new ArrayList<>(parts.size());
    RecordPosition after = range.after();
    for (ChordMessage.Part part : parts) {
      compared.add(new RecordRange(after, part.until()));
      after = part.until();
    }
    node.ask(
        replica.peer(),
        id -> new ChordMessage.CompareRecords(id, range.after(), parts),
        ReplyHandler.of(this::onDifferences, this::giveUp));
  }

  private void onDifferences(ChordMessage.Differences reply) {
    for (int i = compared.size() - 1; i >= 0; i--) {
      if ((reply.empty() & 1 << i) != 0) {
        missing.push(compared.get(i));
      } else if ((reply.parts() & 1 << i) != 0) {
        differing.push(compared.get(i));
      }
    }
    goOn();
  }

  private void giveUp() {
    whenDone.accept(false);
  }

  private void exchange(RecordRange range, List<StoredRecord> own) {
    requests++;
    List<Long> marks = own.stream().map(record -> record.place().mark()).toList();
    long askedNanos = store.now();
    node.ask(
        replica.peer(),
        id -> new ChordMessage.ExchangeRecords(id, range, marks),
        ReplyHandler.of(reply -> onExchanged(range, own, askedNanos, reply), this::giveUp));
  }

  private void onExchanged(
      RecordRange range, List<StoredRecord> own, long askedNanos, ChordMessage.Exchanged reply) {
    RecordRange complete = new RecordRange(range.after(), reply.until());
    boolean requested = range.contains(reply.until());
    if (!requested || !reply.copies().stream().allMatch(copy -> complete.contains(copy.place()))) {
      node.refuse(replica.peer(), "records that were not requested");
      giveUp();
      return;
    }
    reply.copies().forEach(copy -> store.fill(copy, store.now() - askedNanos));
    if (!reply.until().equals(range.until())) {
      differing.push(new RecordRange(reply.until(), range.until()));
    }
    List<StoredRecord> lacking = lacking(own, reply.lacking());
    lacking.removeIf(record -> !complete.contains(record.place())); // the next reply tells
    store(lacking);
  }

  private static List<StoredRecord> lacking(List<StoredRecord> own, int bits) {
    List<StoredRecord> lacking = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      if ((bits & 1 << i) != 0) {
        lacking.add(own.get(i));
      }
    }
    return lacking;
  }
}
