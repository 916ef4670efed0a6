package io.duet.bounded;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A map of at most {@code max} entries: when it is full, the entry put longest ago is evicted. */
public final class BoundedMap<K, V> {
  private final int max;
  private final Map<K, V> entries = new LinkedHashMap<>(0);

  /** An empty map of at most this many entries. */
  public BoundedMap(int max) {
    this.max = max;
  }

  /** Puts an entry, in place of the one of the same key, as the latest. */
  public void put(K key, V value) {
    entries.remove(key);
    entries.put(key, value);
    if (entries.size() > max) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /** The value of a key; null if there is none. */
  public @Nullable V get(K key) {
    return entries.get(key);
  }

  /** Removes the entry of a key; returns its value, or null if there was none. */
  public @Nullable V remove(K key) {
    return entries.remove(key);
  }

  /** Removes the entries whose values match. */
  public void removeIf(Predicate<V> unwanted) {
    entries.values().removeIf(unwanted);
  }

  /** Whether there are no entries. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** A view of the entries, the one put longest ago first. */
  public Map<K, V> entries() {
    return Collections.unmodifiableMap(entries);
  }
}
