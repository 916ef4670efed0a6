package io.duet.unstructured;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entries that were put last, at most so many: beyond that, the one put longest ago goes. */
public final class LatestMap<K, V> {
  private final int max;
  private final Map<K, V> entries = new LinkedHashMap<>(0);

  /** A map of at most this many entries, without any yet. */
  public LatestMap(int max) {
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

  /** The value of a key; null when there is none. */
  public @Nullable V get(K key) {
    return entries.get(key);
  }

  /** Removes the entry of a key, if there is one. */
  public void remove(K key) {
    entries.remove(key);
  }

  /** Removes the entries with such values. */
  public void removeIf(Predicate<V> unwanted) {
    entries.values().removeIf(unwanted);
  }

  /** The entries as they are now and later, the one put longest ago first. */
  public Map<K, V> entries() {
    return Collections.unmodifiableMap(entries);
  }
}
