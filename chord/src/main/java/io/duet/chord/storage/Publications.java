package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.WireLimits;
import io.duet.node.Key;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a member publishes, so that a million records disturb nobody: records of one owner are
 * stored together, a few requests are open at a time, and stored records are renewed by a digest.
 *
 * <p>Each record is due, open, waiting after a failure until the next period, or stored. A
 * withdrawal is due or open, and forgotten once it has ended. Timers: {@link Alarm#RENEW}, only
 * while more than {@value #FEW} records are renewed.
 */
public final class Publications {
  /** Requests that are open at a time. */
  private static final int OPEN_MAX = 4;

  /** Up to so many records are sent again in each period, like a new one. */
  static final int FEW = 64;

  /** Records that one digest renews. */
  static final int RENEWED_MAX = 512;

  /** Fires when the next of many records are to be renewed. */
  public enum Alarm implements Timer {
    RENEW
  }

  private final ContentService contents;
  private final Set<RecordPosition> published = new LinkedHashSet<>();
  private final NavigableMap<RecordPosition, StoredRecord> due = new TreeMap<>();
  private final NavigableMap<RecordPosition, StoredRecord> stored = new TreeMap<>();
  private final NavigableMap<RecordPosition, StoredRecord> open = new TreeMap<>();
  private final NavigableMap<RecordPosition, StoredRecord> waiting = new TreeMap<>();
  private final Map<Key, Integer> postings = new LinkedHashMap<>(); // by word
  private final Deque<RecordRange> renewals = new ArrayDeque<>(1);
  private @Nullable RecordPosition renewedUntil; // null between two rounds of renewal
  private long renewalPause;
  private int contentCount;
  private int requests;
  private boolean starting;

  Publications(ContentService contents) {
    this.contents = contents;
  }

  /** Publishes a record; a posting only if its word has room for it. */
  void publish(StoredRecord record) {
    RecordPosition place = record.place();
    if (!published.contains(place) && count(record, 1)) {
      published.add(place);
      due.remove(record.asWithdrawn().place());
      due.put(place, record);
      startRequests();
    }
  }

  /** Withdraws a record, if it was published. */
  void withdraw(StoredRecord record) {
    RecordPosition place = record.place();
    if (published.remove(place)) {
      count(record, -1);
      List.of(due, open, waiting, stored).forEach(records -> records.remove(place));
      StoredRecord withdrawn = record.asWithdrawn();
      due.put(withdrawn.place(), withdrawn);
      startRequests();
    }
  }

  /** Counts a record; false, without counting it, if its word has as many as an owner stores. */
  private boolean count(StoredRecord record, int change) {
    if (record.name().isEmpty()) {
      contentCount += change;
      return true;
    }
    int count = postings.getOrDefault(record.key(), 0) + change;
    if (count > RecordStore.POSTINGS_MAX) {
      return false;
    }
    if (count == 0) {
      postings.remove(record.key());
    } else {
      postings.put(record.key(), count);
    }
    return true;
  }

  /** The number of published contents. */
  int contents() {
    return contentCount;
  }

  /** Stores all records again, because this node has joined. */
  void republish() {
    due.putAll(waiting);
    due.putAll(stored);
    waiting.clear();
    stored.clear();
    startRequests();
  }

  /** Renews all records; those that could not be stored are stored now. */
  void refresh() {
    if (stored.size() <= FEW) {
      republish();
    } else {
      due.putAll(waiting);
      waiting.clear();
      startRequests();
      startRenewal();
    }
  }

  private void startRenewal() {
    if (renewedUntil == null) {
      renewedUntil = stored.firstKey().before();
      renewalPause = contents.node.config().republishNanos() / (stored.size() / RENEWED_MAX + 2);
      renewNext();
    }
  }

  /** Renews the next records, if some are left. */
  void renewNext() {
    RecordPosition after = renewedUntil;
    if (after == null) {
      return;
    }
    Iterator<RecordPosition> next = stored.tailMap(after, false).keySet().iterator();
    if (!next.hasNext()) {
      renewedUntil = null;
      return;
    }
    RecordPosition until = next.next();
    for (int i = 1; i < RENEWED_MAX && next.hasNext(); i++) {
      until = next.next();
    }
    renewedUntil = until;
    renewals.add(new RecordRange(after, until));
    contents.node.host().setTimer(Alarm.RENEW, renewalPause);
    startRequests();
  }

  /** Starts requests, one after another if they end at once, because this member owns the keys. */
  private void startRequests() {
    if (starting || !contents.node.isJoined()) {
      return;
    }
    starting = true;
    while (requests < OPEN_MAX && !(due.isEmpty() && renewals.isEmpty())) {
      startRequest();
    }
    starting = false;
  }

  private void startRequest() {
    if (due.isEmpty()) {
      renew(renewals.remove());
    } else {
      StoredRecord first = due.firstEntry().getValue();
      begin(first);
      start(first.place(), new PutRecords(contents, first));
    }
  }

  private void start(RecordPosition place, Lookups.Listener listener) {
    requests++;
    contents.lookups.start(place.position(), TrafficClass.PUBLISH, listener);
  }

  private void renew(RecordRange range) {
    RecordPosition first = stored.higherKey(range.after());
    if (first != null && first.compareTo(range.until()) <= 0) {
      start(first, new RenewRecords(contents, new RecordRange(first.before(), range.until())));
    }
  }

  private void begin(StoredRecord record) {
    due.remove(record.place());
    open.put(record.place(), record);
  }

  /** Takes the records that are due and have the same owner as this one, as many as may be sent. */
  List<StoredRecord> takeAlso(StoredRecord first, RingPeer owner) {
    List<StoredRecord> taken = new ArrayList<>();
    RecordPosition until = endOf(owner, first.place());
    for (StoredRecord record : due.subMap(first.place(), false, until, true).values()) {
      if (taken.size() == WireLimits.RECORDS_MAX - 1) {
        break;
      }
      taken.add(record);
    }
    taken.forEach(this::begin);
    return taken;
  }

  /** The last place of an owner's range, or of all places if its range extends across zero. */
  private static RecordPosition endOf(RingPeer owner, RecordPosition first) {
    boolean across = Long.compareUnsigned(owner.id(), first.position()) < 0;
    return RecordPosition.endOf(across ? -1 : owner.id());
  }

  /**
   * The part of a range that an owner can renew; the rest is renewed later.
   *
   * @return null if no record of the range is stored any longer
   */
  @Nullable RecordRange ownedPart(RecordRange range, RingPeer owner) {
    RecordPosition end = endOf(owner, range.after());
    boolean whole = range.until().compareTo(end) <= 0;
    if (!whole) {
      renewals.add(new RecordRange(end, range.until()));
    }
    RecordRange part = new RecordRange(range.after(), whole ? range.until() : end);
    return in(part).isEmpty() ? null : part;
  }

  private NavigableMap<RecordPosition, StoredRecord> in(RecordRange range) {
    return stored.subMap(range.after(), false, range.until(), true);
  }

  /** The sum of the marks of the stored records in a range. */
  long digest(RecordRange range) {
    return in(range).keySet().stream().mapToLong(RecordPosition::mark).sum();
  }

  /** Stores the records of a range again, because they could not be renewed. */
  void notRenewed(RecordRange range) {
    NavigableMap<RecordPosition, StoredRecord> records = in(range);
    due.putAll(records);
    records.clear();
  }

  /** Notes that a request to store this record has ended. */
  void ended(StoredRecord record, boolean isStored) {
    RecordPosition place = record.place();
    if (open.remove(place) != null && !record.withdrawn()) {
      (isStored ? stored : waiting).put(place, record);
    }
  }

  /** Notes that a request has ended, and starts the next ones. */
  void requestEnded() {
    requests--;
    startRequests();
  }
}
