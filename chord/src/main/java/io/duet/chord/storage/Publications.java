package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.WireLimits;
import io.duet.node.Key;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import java.util.ArrayList;
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
 * stored together, few requests are open at a time, and stored records are renewed by a digest.
 *
 * <p>Each record is due, open, waiting after a failure until the next period, or stored. A
 * withdrawal is due or open, and forgotten once it has ended. If there are more than {@value #FEW}
 * records, one request is open at a time in each of {@value #LANES} equal arcs of the ring, so that
 * each finds many records of one owner. Timers: {@link Alarm#RENEW}, only while many are renewed.
 */
public final class Publications {
  /**
   * The largest number of records that are stored again in each period instead of renewed by a
   * digest.
   */
  static final int FEW = 64;

  private static final int LANES = 64;
  private static final int LANE_BITS = 6;

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
  private final Renewal renewal;
  private int contentCount;
  private long busyLanes; // a bit each
  private boolean starting;

  Publications(ContentService contents) {
    this.contents = contents;
    this.renewal = new Renewal(contents, stored, this::storeAgain);
  }

  /** Publishes a record; a posting only if its word has room for it. */
  void publish(StoredRecord record) {
    RecordPosition place = record.place();
    if (!published.contains(place) && count(record, 1)) {
      published.add(place);
      due.remove(record.asWithdrawn().place());
      want(record, place, record.asWithdrawn().place());
    }
  }

  /** Withdraws a record, if it was published. */
  void withdraw(StoredRecord record) {
    RecordPosition place = record.place();
    if (published.remove(place)) {
      count(record, -1);
      List.of(due, waiting, stored).forEach(records -> records.remove(place));
      StoredRecord withdrawn = record.asWithdrawn();
      want(withdrawn, place, withdrawn.place());
    }
  }

  /** A record is due; if a request about it is open, once that has ended. */
  private void want(StoredRecord record, RecordPosition live, RecordPosition withdrawn) {
    if (open.replace(live, record) == null && open.replace(withdrawn, record) == null) {
      due.put(record.place(), record);
      startIn(laneOf(live));
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
    due.putAll(stored);
    stored.clear();
    storeWaiting();
  }

  private void storeWaiting() {
    due.putAll(waiting);
    waiting.clear();
    for (int lane = 0; lane < LANES; lane++) {
      startIn(lane);
    }
  }

  /** Renews all records; those that could not be stored are stored now. */
  void refresh() {
    if (stored.size() <= FEW) {
      republish();
    } else {
      storeWaiting();
      renewal.start();
    }
  }

  /** Renews the next of many records. */
  void renewNext() {
    renewal.next();
  }

  private static int laneOf(RecordPosition place) {
    return (int) (place.position() >>> (Long.SIZE - LANE_BITS));
  }

  /** Starts requests in a lane, one after another if they end at once. */
  private void startIn(int lane) {
    StoredRecord first = firstDue(lane);
    while (first != null && !starting && contents.node.isJoined() && mayStart(lane)) {
      busyLanes |= 1L << lane;
      begin(first);
      starting = true;
      PutRecords put = new PutRecords(contents, first, () -> requestEnded(lane));
      contents.lookups.start(first.place().position(), TrafficClass.PUBLISH, put);
      starting = false;
      first = firstDue(lane);
    }
  }

  private boolean mayStart(int lane) {
    return published.size() <= FEW || (busyLanes & 1L << lane) == 0;
  }

  private @Nullable StoredRecord firstDue(int lane) {
    RecordPosition start = new RecordPosition((long) lane << (Long.SIZE - LANE_BITS), 0);
    Map.Entry<RecordPosition, StoredRecord> first = due.ceilingEntry(start);
    return first == null || laneOf(first.getKey()) != lane ? null : first.getValue();
  }

  private void requestEnded(int lane) {
    busyLanes &= ~(1L << lane);
    startIn(lane);
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
  static RecordPosition endOf(RingPeer owner, RecordPosition first) {
    boolean across = Long.compareUnsigned(owner.id(), first.position()) < 0;
    return RecordPosition.endOf(across ? -1 : owner.id());
  }

  /** Stores records again, because they could not be renewed. */
  private void storeAgain(NavigableMap<RecordPosition, StoredRecord> records) {
    due.putAll(records);
    records.clear();
    storeWaiting();
  }

  /** Notes that a request to store or withdraw this record has ended. */
  void ended(StoredRecord record, boolean isStored) {
    StoredRecord wanted = open.remove(record.place());
    if (wanted != null && wanted.withdrawn() != record.withdrawn()) {
      due.put(wanted.place(), wanted);
    } else if (wanted != null && !record.withdrawn()) {
      (isStored ? stored : waiting).put(record.place(), record);
    }
  }
}
