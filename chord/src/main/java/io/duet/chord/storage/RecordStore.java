package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.StoredRecord;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The provider records and postings that one member stores, by key: at most 1,048,576, each until
 * it expires. A withdrawn record stays until then, marked as withdrawn.
 */
final class RecordStore {
  static final int PROVIDERS_MAX = 64;
  static final int POSTINGS_MAX = 4_096;
  static final int RECORDS_MAX = 1 << 20;

  /** Records that one renewal may visit, so that a small message causes a bounded effort. */
  static final int RENEWAL_VISITS_MAX = 1 << 14;

  /** Calls of {@link #expireNext} that visit all keys. */
  static final int SWEEPS = 64;

  private static final int LARGE = 4_096; // keys
  private static final long SECOND = 1_000_000_000;

  /** A stored record; its mark is remembered, because each comparison needs it. */
  private static final class Entry {
    private final String name;
    private final Peer provider;
    private final boolean withdrawn;
    private final long mark;
    private long expiresNanos;

    Entry(StoredRecord record, long expiresNanos) {
      this.name = record.name();
      this.provider = record.provider();
      this.withdrawn = record.withdrawn();
      this.mark = record.place().mark();
      this.expiresNanos = expiresNanos;
    }

    int secondsLeft(long now) {
      return (int) ((expiresNanos - now) / SECOND);
    }

    StoredRecord record(Key key, long now) {
      return new StoredRecord(key, name, provider, secondsLeft(now), withdrawn);
    }
  }

  /** A record in a range, as a visitor sees it; it becomes a copy only if one is needed. */
  static final class Visited {
    private final Key key;
    private final Entry entry;

    private Visited(Key key, Entry entry) {
      this.key = key;
      this.entry = entry;
    }

    RecordPosition place() {
      return new RecordPosition(key.a(), entry.mark);
    }

    long mark() {
      return entry.mark;
    }

    /** The copy at this time; see {@link #copies}. */
    StoredRecord copy(long now) {
      return entry.record(key, now + SECOND);
    }
  }

  /** How many records a range contains, and the sum of their marks. */
  record Sum(int count, long digest) {}

  private final NavigableMap<Key, List<Entry>> entries = new TreeMap<>();
  private int size; // of all lists in total
  private int withdrawn; // of them
  private @Nullable Key sweptUntil; // null before the first key
  private int sweepStep; // keys

  /**
   * Stores a record from its provider or owner; returns false if there is no room. An earlier
   * expiry than the known one is ignored, unless the record is withdrawn or published again.
   */
  boolean put(StoredRecord record, long now) {
    List<Entry> known = entries.getOrDefault(record.key(), List.of());
    long expires = now + record.secondsLeft() * SECOND;
    int place = placeOf(record, known);
    if (place < 0) {
      return add(record, known, expires, now);
    }
    Entry old = known.get(place);
    if (old.withdrawn != record.withdrawn() || old.expiresNanos < expires) {
      count(known.remove(place), -1);
      known.add(count(new Entry(record, expires), 1)); // last, because it is the newest
    }
    return true;
  }

  private Entry count(Entry entry, int change) {
    size += change;
    withdrawn += entry.withdrawn ? change : 0;
    return entry;
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
      if (entry.name.equals(record.name()) && entry.provider.equals(record.provider())) {
        return i;
      }
    }
    return -1;
  }

  private boolean add(StoredRecord record, List<Entry> known, long expires, long now) {
    int most = record.name().isEmpty() ? PROVIDERS_MAX : POSTINGS_MAX;
    if (known.size() >= most) {
      expire(known, now);
    }
    boolean fits = known.size() < most && size < RECORDS_MAX;
    if (fits) {
      entries
          .computeIfAbsent(record.key(), key -> new ArrayList<>(1))
          .add(count(new Entry(record, expires), 1));
    }
    return fits;
  }

  private void expire(List<Entry> known, long now) {
    known.removeIf(entry -> entry.secondsLeft(now) <= 0 && count(entry, -1) == entry);
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
    List<StoredRecord> copies = new ArrayList<>();
    visit(range, now, visited -> copies.add(visited.copy(now)));
    return copies;
  }

  /** The first of these copies, at most {@code max}. */
  List<StoredRecord> firstCopies(RecordRange range, long now, int max) {
    List<StoredRecord> copies = new ArrayList<>();
    visit(range, now, visited -> copies.size() < max && copies.add(visited.copy(now)));
    return copies;
  }

  /** The sum of the records that {@link #copies} copies. */
  Sum sum(RecordRange range, long now) {
    int[] count = new int[1];
    long[] digest = new long[1];
    visit(
        range,
        now,
        visited -> {
          count[0]++;
          digest[0] += visited.mark();
          return true;
        });
    return new Sum(count[0], digest[0]);
  }

  /**
   * Visits the records that {@link #copies} copies, in the same order.
   *
   * @param visitor returns whether to go on
   */
  void visit(RecordRange range, long now, Predicate<Visited> visitor) {
    List<Visited> samePosition = new ArrayList<>(1);
    for (NavigableMap<Key, List<Entry>> part : parts(range)) {
      for (Map.Entry<Key, List<Entry>> list : part.entrySet()) {
        boolean next = !samePosition.isEmpty() && samePosition.get(0).key.a() != list.getKey().a();
        if (next && !visitAll(samePosition, visitor)) {
          return;
        }
        for (Entry entry : list.getValue()) {
          Visited visited = new Visited(list.getKey(), entry);
          if (entry.secondsLeft(now + SECOND) > 0 && range.contains(visited.place())) {
            samePosition.add(visited);
          }
        }
      }
    }
    visitAll(samePosition, visitor);
  }

  private static boolean visitAll(List<Visited> samePosition, Predicate<Visited> visitor) {
    if (samePosition.size() > 1) {
      samePosition.sort((one, other) -> Long.compareUnsigned(one.mark(), other.mark()));
    }
    boolean goOn = samePosition.stream().allMatch(visitor);
    samePosition.clear();
    return goOn;
  }

  /** The lists of the positions in a range, clockwise: two parts if it extends across zero. */
  private List<NavigableMap<Key, List<Entry>>> parts(RecordRange range) {
    Key first = new Key(range.after().position(), 0, 0, 0);
    Key last = new Key(range.until().position(), -1, -1, -1);
    return first.compareTo(last) <= 0
        ? List.of(entries.subMap(first, true, last, true))
        : List.of(entries.tailMap(first, true), entries.headMap(last, true));
  }

  /**
   * Extends the life of all live records of a provider in a range, if the sum of their marks is the
   * given one and the range holds few other records.
   *
   * @return whether they are renewed
   */
  boolean renew(Peer provider, RecordRange range, long digest, int seconds, long now) {
    if (!hasFewRecords(range)) {
      return false;
    }
    List<Entry> own = new ArrayList<>();
    visit(range, now, visited -> isOther(provider, visited.entry) || own.add(visited.entry));
    if (own.stream().mapToLong(entry -> entry.mark).sum() != digest) {
      return false;
    }
    long expires = now + seconds * SECOND;
    own.forEach(entry -> entry.expiresNanos = Math.max(entry.expiresNanos, expires));
    return true;
  }

  private boolean hasFewRecords(RecordRange range) {
    int visits = 0;
    for (NavigableMap<Key, List<Entry>> part : parts(range)) {
      for (List<Entry> known : part.values()) {
        visits += known.size();
        if (visits > RENEWAL_VISITS_MAX) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isOther(Peer provider, Entry entry) {
    return entry.withdrawn || !entry.provider.equals(provider);
  }

  /** Whether no record is stored. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The number of records, without withdrawn ones. */
  int count() {
    return size - withdrawn;
  }

  /** Drops expired records; in a large store, use {@link #expireNext} often. */
  void expire(long now) {
    entries.values().removeIf(known -> isEmptyNow(known, now));
  }

  private boolean isEmptyNow(List<Entry> known, long now) {
    expire(known, now);
    return known.isEmpty();
  }

  /** Whether dropping all expired records at once would delay other messages. */
  boolean isLarge() {
    return entries.size() > LARGE;
  }

  /** Drops the expired records of the next {@code 1 / SWEEPS} of all keys. */
  void expireNext(long now) {
    sweepStep = sweptUntil == null ? entries.size() / SWEEPS + 1 : sweepStep;
    NavigableMap<Key, List<Entry>> next =
        sweptUntil == null ? entries : entries.tailMap(sweptUntil, false);
    Iterator<Map.Entry<Key, List<Entry>>> lists = next.entrySet().iterator();
    for (int left = sweepStep; left > 0 && lists.hasNext(); left--) {
      Map.Entry<Key, List<Entry>> list = lists.next();
      sweptUntil = list.getKey();
      if (isEmptyNow(list.getValue(), now)) {
        lists.remove();
      }
    }
    sweptUntil = lists.hasNext() ? sweptUntil : null;
  }
}
