package io.duet.chord;

import io.duet.rpc.ReplyHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Range reconciliation: compares the records of an owner with those of one replica and exchanges
 * what either lacks. A span's digest is the sum of its records' marks. Where digests differ, the
 * span is split into parts of as many own records each, until a part holds few; then the marks
 * themselves are sent, and only records that one of the two lacks (range-based set reconciliation:
 * A. Meyer, SRDS 2023; Merkle trees as in Dynamo, SOSP 2007, section 4.7, but balanced whatever the
 * keys are).
 *
 * <p>Messages out: {@link ChordMessage.CompareRecords}, {@link ChordMessage.ExchangeRecords},
 * {@link ChordMessage.StoreCopies}, one at a time. Messages in: the replies. Timers: none.
 */
final class Comparison implements ReplyHandler<ChordMessage.Differences> {
  private static final int REQUESTS_MAX = 4_096;

  private final ChordContext node;
  private final RecordKeeper keeper;
  private final RingPeer replica;
  private final Consumer<Boolean> whenDone;
  private final Deque<Span> differing = new ArrayDeque<>();
  private final Deque<Span> missing = new ArrayDeque<>(); // at the replica
  private List<Span> compared = List.of();
  private int requests;

  /**
   * A comparison with this replica.
   *
   * @param whenDone told whether it came to its end, once
   */
  Comparison(ChordContext node, RecordKeeper keeper, RingPeer replica, Consumer<Boolean> whenDone) {
    this.node = node;
    this.keeper = keeper;
    this.replica = replica;
    this.whenDone = whenDone;
  }

  /** The sum of the marks of records. */
  static long digest(List<RecordCopy> records) {
    long sum = 0;
    for (RecordCopy record : records) {
      sum += record.place().mark();
    }
    return sum;
  }

  /** Begins with the digest of the whole span; who has nothing asks for everything. */
  void start(Span whole) {
    List<RecordCopy> own = own(whole);
    if (own.isEmpty()) {
      exchange(whole, own);
    } else {
      compare(whole, own, 1);
    }
  }

  private List<RecordCopy> own(Span span) {
    return keeper.copies(span);
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

  private void goInto(Span span) {
    List<RecordCopy> own = own(span);
    if (own.size() <= WireLimits.MARKS_MAX) {
      exchange(span, own);
    } else {
      compare(span, own, WireLimits.PARTS_MAX);
    }
  }

  private void storeAll(Span span) {
    List<RecordCopy> own = own(span);
    List<RecordCopy> first = own.subList(0, Math.min(own.size(), WireLimits.COPIES_MAX));
    if (first.size() < own.size()) {
      missing.push(new Span(first.get(first.size() - 1).place(), span.until()));
    }
    store(List.copyOf(first));
  }

  private void store(List<RecordCopy> copies) {
    if (copies.isEmpty()) {
      goOn();
    } else {
      requests++;
      node.ask(replica.address(), id -> new ChordMessage.StoreCopies(id, copies), new Storing());
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

  private void compare(Span span, List<RecordCopy> own, int parts) {
    requests++;
    compared = new ArrayList<>(parts);
    List<ChordMessage.Part> digests = new ArrayList<>(parts);
    Place after = span.after();
    for (int i = 1; i <= parts; i++) {
      List<RecordCopy> some = own.subList((i - 1) * own.size() / parts, i * own.size() / parts);
      Place until = i == parts ? span.until() : some.get(some.size() - 1).place();
      compared.add(new Span(after, until));
      digests.add(new ChordMessage.Part(until, digest(some)));
      after = until;
    }
    node.ask(
        replica.address(), id -> new ChordMessage.CompareRecords(id, span.after(), digests), this);
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

  private void exchange(Span span, List<RecordCopy> own) {
    requests++;
    List<Long> marks = own.stream().map(record -> record.place().mark()).toList();
    node.ask(
        replica.address(),
        id -> new ChordMessage.ExchangeRecords(id, span, marks),
        new Exchange(span, own));
  }

  /** Few records, or none, whose marks were sent. */
  private final class Exchange implements ReplyHandler<ChordMessage.Exchanged> {
    private final Span span;
    private final List<RecordCopy> own;
    private final long askedNanos;

    Exchange(Span span, List<RecordCopy> own) {
      this.span = span;
      this.own = own;
      this.askedNanos = keeper.now();
    }

    @Override
    public void onReply(ChordMessage.Exchanged reply) {
      Span told = new Span(span.after(), reply.until());
      boolean asked = span.contains(reply.until());
      if (!asked || !reply.copies().stream().allMatch(copy -> told.contains(copy.place()))) {
        node.refuse(replica.address(), "records that were not asked for");
        whenDone.accept(false);
        return;
      }
      reply.copies().forEach(copy -> keeper.fill(copy, keeper.now() - askedNanos));
      if (!reply.until().equals(span.until())) {
        differing.push(new Span(reply.until(), span.until()));
      }
      store(lacking(reply.lacking()));
    }

    private List<RecordCopy> lacking(int bits) {
      List<RecordCopy> lacking = new ArrayList<>();
      for (int i = 0; i < own.size(); i++) {
        if ((bits & 1 << i) != 0) {
          lacking.add(own.get(i));
        }
      }
      return lacking;
    }

    @Override
    public void onFailure() {
      Comparison.this.onFailure();
    }
  }
}
