package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.node.TrafficClass;
import io.duet.rpc.ReplyHandler;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Renews many stored records, evenly over a period: looks up the owner of the next ones and sends
 * it their digest. If it stores other records, or does not answer, they are stored again.
 *
 * <p>Message out: {@link ChordMessage.RenewRecords}.
 */
final class Renewal {
  /** Records that one digest renews. */
  private static final int RENEWED_MAX = 512;

  private static final int RENEWED_MIN = 32;

  private final ContentService contents;
  private final NavigableMap<RecordPosition, StoredRecord> stored;
  private final Consumer<NavigableMap<RecordPosition, StoredRecord>> storeAgain;
  private @Nullable RecordPosition until; // of this round; null between two rounds
  private int atOnce = RENEWED_MAX; // fewer if they have several owners
  private long nanosForRecord;

  /**
   * The renewal of these records.
   *
   * @param storeAgain receives a part of them, to be removed, that could not be renewed
   */
  Renewal(
      ContentService contents,
      NavigableMap<RecordPosition, StoredRecord> stored,
      Consumer<NavigableMap<RecordPosition, StoredRecord>> storeAgain) {
    this.contents = contents;
    this.stored = stored;
    this.storeAgain = storeAgain;
  }

  /** Starts a round, unless the last one has not ended. */
  void start() {
    if (until == null) {
      until = stored.firstKey().before();
      nanosForRecord = contents.node.config().republishNanos() / (stored.size() + 2 * RENEWED_MAX);
      next();
    }
  }

  /** Renews the next records, if some are left. */
  void next() {
    RecordPosition after = until;
    until = after == null ? null : lastOfNext(after);
    if (after != null && until != null) {
      RecordRange range = new RecordRange(after, until);
      long pause = nanosForRecord * in(range).size();
      contents.node.host().setTimer(Publications.Alarm.RENEW, pause);
      renew(range);
    }
  }

  private @Nullable RecordPosition lastOfNext(RecordPosition after) {
    Iterator<RecordPosition> next = stored.tailMap(after, false).keySet().iterator();
    RecordPosition last = null;
    for (int i = 0; i < atOnce && next.hasNext(); i++) {
      last = next.next();
    }
    return last;
  }

  private NavigableMap<RecordPosition, StoredRecord> in(RecordRange range) {
    return stored.subMap(range.after(), false, range.until(), true);
  }

  private void renew(RecordRange range) {
    if (!in(range).isEmpty()) {
      RecordPosition first = in(range).firstKey();
      RecordRange fromFirst = new RecordRange(first.before(), range.until());
      contents.lookups.start(first.position(), TrafficClass.PUBLISH, new Request(fromFirst));
    }
  }

  /** A request to the owner of the first record of a range. */
  private final class Request implements Lookups.Listener {
    private final RecordRange range;

    Request(RecordRange range) {
      this.range = range;
    }

    @Override
    public void onOwner(List<RingPeer> owners, RingPeer before, Lookups.Cost cost) {
      RecordPosition end = Publications.endOf(owners.get(0), range.after());
      boolean whole = range.until().compareTo(end) <= 0;
      atOnce = whole ? Math.min(RENEWED_MAX, atOnce * 2) : Math.max(RENEWED_MIN, atOnce / 2);
      ask(owners.get(0), new RecordRange(range.after(), whole ? range.until() : end));
      if (!whole) {
        renew(new RecordRange(end, range.until()));
      }
    }

    private void ask(RingPeer owner, RecordRange part) {
      ChordContext node = contents.node;
      long digest = in(part).keySet().stream().mapToLong(RecordPosition::mark).sum();
      int seconds = node.config().recordSeconds();
      if (owner.equals(node.routing().self())) {
        end(part, contents.store().renew(node.host().self(), part, digest, seconds));
      } else {
        node.ask(
            owner.peer(),
            id -> new ChordMessage.RenewRecords(id, part, digest, seconds),
            ReplyHandler.of(reply -> end(part, reply.renewed()), () -> end(part, false)));
      }
    }

    private void end(RecordRange part, boolean renewed) {
      if (!renewed) {
        storeAgain.accept(in(part));
      }
    }

    @Override
    public void onNoOwner(Lookups.Cost cost) {
      end(range, false);
    }
  }
}
