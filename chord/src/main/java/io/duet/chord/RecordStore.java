package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** The provider records that one member keeps, by key; bounded, and each until it expires. */
final class RecordStore {
  static final int KEYS_MAX = 1 << 16;
  static final int PROVIDERS_MAX = 64;
  private static final long SECOND = 1_000_000_000;

  private record Entry(PeerAddress provider, long expiresNanos) {}

  private final TreeMap<Key, List<Entry>> entries = new TreeMap<>();

  /** How many records are kept, those included that have expired since the last sweep. */
  int size() {
    return entries.values().stream().mapToInt(List::size).sum();
  }

  /** Keeps a record, or its longer life; false when there is no room for it. */
  boolean put(Key key, PeerAddress provider, int secondsLeft, long now) {
    List<Entry> known = entries.get(key);
    if (known == null) {
      if (entries.size() >= KEYS_MAX) {
        return false;
      }
      known = new ArrayList<>(2);
      entries.put(key, known);
    }
    return put(known, new Entry(provider, now + secondsLeft * SECOND), now);
  }

  /** Puts an entry last, as the newest, unless a longer life is known already. */
  private static boolean put(List<Entry> known, Entry fresh, long now) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).provider.equals(fresh.provider)) {
        if (known.get(i).expiresNanos < fresh.expiresNanos) {
          known.remove(i);
          known.add(fresh);
        }
        return true;
      }
    }
    if (known.size() >= PROVIDERS_MAX) {
      known.removeIf(entry -> secondsLeft(entry, now) <= 0);
    }
    return known.size() < PROVIDERS_MAX && known.add(fresh);
  }

  /** Forgets that this peer provides the content. */
  void remove(Key key, PeerAddress provider) {
    List<Entry> known = entries.get(key);
    if (known != null && known.removeIf(e -> e.provider.equals(provider)) && known.isEmpty()) {
      entries.remove(key);
    }
  }

  /** The live records of a key, the newest first, at most {@code max}. */
  List<ProviderRecord> get(Key key, long now, int max) {
    List<ProviderRecord> found = new ArrayList<>(2);
    List<Entry> known = entries.getOrDefault(key, List.of());
    for (int i = known.size() - 1; i >= 0 && found.size() < max; i--) {
      int secondsLeft = secondsLeft(known.get(i), now);
      if (secondsLeft > 0) {
        found.add(new ProviderRecord(key, known.get(i).provider, secondsLeft));
      }
    }
    return found;
  }

  /** The live records of all keys whose position is chosen. */
  List<ProviderRecord> chosen(LongPredicate position, long now) {
    List<ProviderRecord> records = new ArrayList<>();
    for (Key key : entries.keySet()) {
      if (position.test(RingId.of(key))) {
        records.addAll(get(key, now, PROVIDERS_MAX));
      }
    }
    return records;
  }

  /** How many records are kept. */
  int count() {
    return entries.values().stream().mapToInt(List::size).sum();
  }

  /** Drops what has expired. */
  void expire(long now) {
    Iterator<List<Entry>> lists = entries.values().iterator();
    while (lists.hasNext()) {
      List<Entry> known = lists.next();
      known.removeIf(entry -> secondsLeft(entry, now) <= 0);
      if (known.isEmpty()) {
        lists.remove();
      }
    }
  }

  private static int secondsLeft(Entry entry, long now) {
    return (int) ((entry.expiresNanos - now) / SECOND);
  }
}
