package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The provider records that one member keeps, by key; bounded, and each until it expires. What a
 * provider has withdrawn is kept as well, as withdrawn, until then.
 */
final class RecordStore {
  static final int KEYS_MAX = 1 << 16;
  static final int PROVIDERS_MAX = 64;
  private static final long SECOND = 1_000_000_000;

  private record Entry(PeerAddress provider, long expiresNanos, boolean withdrawn) {
    int secondsLeft(long now) {
      return (int) ((expiresNanos - now) / SECOND);
    }
  }

  private final TreeMap<Key, List<Entry>> entries = new TreeMap<>();

  /**
   * Keeps what its provider or its owner says of a record; a shorter life than the one known is
   * ignored unless it is withdrawn or announced anew. False when there is no room for it.
   */
  boolean put(RecordCopy record, long now) {
    List<Entry> known = listOf(record.key());
    if (known == null) {
      return false;
    }
    long expires = now + record.secondsLeft() * SECOND;
    Entry fresh = new Entry(record.provider(), expires, record.withdrawn());
    int place = placeOf(record.provider(), known);
    if (place < 0) {
      return add(known, fresh, now);
    }
    Entry old = known.get(place);
    if (old.withdrawn != fresh.withdrawn || old.expiresNanos < fresh.expiresNanos) {
      known.remove(place);
      known.add(fresh); // last, as the newest
    }
    return true;
  }

  /** Keeps a copy of a record of which nothing is known, and ignores any other. */
  void fill(RecordCopy copy, long now) {
    List<Entry> known = entries.getOrDefault(copy.key(), List.of());
    int place = placeOf(copy.provider(), known);
    if (place < 0 || known.get(place).secondsLeft(now) <= 0) {
      put(copy, now);
    }
  }

  private @Nullable List<Entry> listOf(Key key) {
    List<Entry> known = entries.get(key);
    if (known == null && entries.size() < KEYS_MAX) {
      known = new ArrayList<>(2);
      entries.put(key, known);
    }
    return known;
  }

  private static int placeOf(PeerAddress provider, List<Entry> known) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).provider.equals(provider)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean add(List<Entry> known, Entry fresh, long now) {
    if (known.size() >= PROVIDERS_MAX) {
      known.removeIf(entry -> entry.secondsLeft(now) <= 0);
    }
    return known.size() < PROVIDERS_MAX && known.add(fresh);
  }

  /** The live records of a key, the newest first, at most {@code max}. */
  List<ProviderRecord> get(Key key, long now, int max) {
    List<ProviderRecord> found = new ArrayList<>(2);
    List<Entry> known = entries.getOrDefault(key, List.of());
    for (int i = known.size() - 1; i >= 0 && found.size() < max; i--) {
      Entry entry = known.get(i);
      if (!entry.withdrawn && entry.secondsLeft(now) > 0) {
        found.add(new ProviderRecord(key, entry.provider, entry.secondsLeft(now)));
      }
    }
    return found;
  }

  /**
   * Copies of what is kept in a span, withdrawn records too, in the order of their places. A copy
   * lives a second less than what it is a copy of, so that none outlives the record however often
   * it is copied; what would not live is left out.
   */
  List<RecordCopy> copies(Span span, long now) {
    List<RecordCopy> found = new ArrayList<>();
    Key first = new Key(span.after().position(), 0, 0, 0);
    Key last = new Key(span.until().position(), -1, -1, -1);
    if (first.compareTo(last) <= 0) {
      collect(entries.subMap(first, true, last, true), span, now, found);
    } else {
      collect(entries.tailMap(first, true), span, now, found);
      collect(entries.headMap(last, true), span, now, found);
    }
    found.sort((one, other) -> span.order(one.place(), other.place()));
    return found;
  }

  private static void collect(
      NavigableMap<Key, List<Entry>> kept, Span span, long now, List<RecordCopy> found) {
    for (Map.Entry<Key, List<Entry>> list : kept.entrySet()) {
      for (Entry entry : list.getValue()) {
        int seconds = entry.secondsLeft(now) - 1;
        RecordCopy copy = new RecordCopy(list.getKey(), entry.provider, seconds, entry.withdrawn);
        if (seconds > 0 && span.contains(copy.place())) {
          found.add(copy);
        }
      }
    }
  }

  /** Whether nothing is kept. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How many records are kept, without those that were withdrawn. */
  int count() {
    int count = 0;
    for (List<Entry> known : entries.values()) {
      for (Entry entry : known) {
        count += entry.withdrawn ? 0 : 1;
      }
    }
    return count;
  }

  /** Drops what has expired. */
  void expire(long now) {
    Iterator<List<Entry>> lists = entries.values().iterator();
    while (lists.hasNext()) {
      List<Entry> known = lists.next();
      known.removeIf(entry -> entry.secondsLeft(now) <= 0);
      if (known.isEmpty()) {
        lists.remove();
      }
    }
  }
}
