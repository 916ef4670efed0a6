package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.StoredRecord;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The provider records and postings that one member stores, by key: at most 524,288, each until it
 * expires. A withdrawn record stays until then, marked as withdrawn.
 */
final class RecordStore {
  static final int KEYS_MAX = 1 << 18;
  static final int PROVIDERS_MAX = 64;
  static final int POSTINGS_MAX = 4_096;
  static final int RECORDS_MAX = 1 << 19;
  private static final long SECOND = 1_000_000_000;

  private record Entry(String name, Peer provider, long expiresNanos, boolean withdrawn) {
    int secondsLeft(long now) {
      return (int) ((expiresNanos - now) / SECOND);
    }

    StoredRecord record(Key key, long now) {
      return new StoredRecord(key, name, provider, secondsLeft(now), withdrawn);
    }
  }

  private final TreeMap<Key, List<Entry>> entries = new TreeMap<>();
  private int size; // of all lists in total

  /**
   * Stores a record from its provider or owner; returns false if there is no room. An earlier
   * expiry than the known one is ignored, unless the record is withdrawn or published again.
   */
  boolean put(StoredRecord record, long now) {
    if (entries.size() >= KEYS_MAX && !entries.containsKey(record.key())) {
      return false;
    }
    List<Entry> known = entries.computeIfAbsent(record.key(), key -> new ArrayList<>(2));
    long expires = now + record.secondsLeft() * SECOND;
    Entry fresh = new Entry(record.name(), record.provider(), expires, record.withdrawn());
    int place = placeOf(record, known);
    if (place < 0) {
      return add(known, fresh, now);
    }
    Entry old = known.get(place);
    if (old.withdrawn != fresh.withdrawn || old.expiresNanos < fresh.expiresNanos) {
      known.remove(place);
      known.add(fresh); // last, because it is the newest
    }
    return true;
  }

  /** Stores a copy if no live record of this provider and name is stored. */
  void fill(StoredRecord copy, long now) {
    List<Entry> known = entries.getOrDefault(copy.key(), List.of());
    int place = placeOf(copy, known);
    if (place < 0 || known.get(place).secondsLeft(now) <= 0) {
      put(copy, now);
    }
  }

  private static int placeOf(StoredRecord record, List<Entry> known) {
    for (int i = 0; i < known.size(); i++) {
      Entry entry = known.get(i);
      if (entry.provider.equals(record.provider()) && entry.name.equals(record.name())) {
        return i;
      }
    }
    return -1;
  }

  private boolean add(List<Entry> known, Entry fresh, long now) {
    int most = fresh.name.isEmpty() ? PROVIDERS_MAX : POSTINGS_MAX;
    if (known.size() >= most) {
      expire(known, now);
    }
    boolean fits = known.size() < most && size < RECORDS_MAX && known.add(fresh);
    size += fits ? 1 : 0;
    return fits;
  }

  private void expire(List<Entry> known, long now) {
    int before = known.size();
    known.removeIf(entry -> entry.secondsLeft(now) <= 0);
    size -= before - known.size();
  }

  /** The live records of a key, the newest first, at most {@code max}. */
  List<ProviderRecord> get(Key key, long now, int max) {
    return live(key, now, false).stream()
        .limit(max)
        .map(entry -> new ProviderRecord(key, entry.provider, entry.secondsLeft(now)))
        .toList();
  }

  /** The live postings of a word, the newest first. */
  List<StoredRecord> postings(String word, long now) {
    Key key = StoredRecord.ofWord(word);
    return live(key, now, true).stream().map(entry -> entry.record(key, now)).toList();
  }

  private List<Entry> live(Key key, long now, boolean postings) {
    List<Entry> found = new ArrayList<>(2);
    List<Entry> known = entries.getOrDefault(key, List.of());
    for (int i = known.size() - 1; i >= 0; i--) {
      Entry entry = known.get(i);
      if (entry.name.isEmpty() != postings && !entry.withdrawn && entry.secondsLeft(now) > 0) {
        found.add(entry);
      }
    }
    return found;
  }

  /**
   * Copies of the records in a range, including withdrawn ones, in the order of their places. A
   * copy expires a second earlier than its original, so that no chain of copies outlives the
   * record; copies that would expire at once are omitted.
   */
  List<StoredRecord> copies(RecordRange range, long now) {
    List<Placed> found = new ArrayList<>();
    Key first = new Key(range.after().position(), 0, 0, 0);
    Key last = new Key(range.until().position(), -1, -1, -1);
    if (first.compareTo(last) <= 0) {
      collect(entries.subMap(first, true, last, true), range, now, found);
    } else {
      collect(entries.tailMap(first, true), range, now, found);
      collect(entries.headMap(last, true), range, now, found);
    }
    found.sort((one, other) -> range.order(one.place(), other.place()));
    return found.stream().map(Placed::copy).toList();
  }

  /** A copy with its place, which is computed once, as each one takes the mixing of its name. */
  private record Placed(RecordPosition place, StoredRecord copy) {}

  private static void collect(
      NavigableMap<Key, List<Entry>> kept, RecordRange range, long now, List<Placed> found) {
    for (Map.Entry<Key, List<Entry>> list : kept.entrySet()) {
      for (Entry entry : list.getValue()) {
        StoredRecord copy = entry.record(list.getKey(), now + SECOND);
        RecordPosition place = copy.place();
        if (copy.secondsLeft() > 0 && range.contains(place)) {
          found.add(new Placed(place, copy));
        }
      }
    }
  }

  /** Whether no record is stored. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The number of records, without withdrawn ones. */
  int count() {
    return (int)
        entries.values().stream().flatMap(List::stream).filter(entry -> !entry.withdrawn).count();
  }

  /** Drops expired records. */
  void expire(long now) {
    entries.values().forEach(known -> expire(known, now));
    entries.values().removeIf(List::isEmpty);
  }
}
