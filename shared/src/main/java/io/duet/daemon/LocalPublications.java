package io.duet.daemon;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The contents that this process publishes, by name, with the keeper that acknowledged each one
 * last. Thread-safe.
 */
public final class LocalPublications {
  /** The largest number of contents of one process. */
  public static final int NAMES_MAX = 10_000;

  private record Entry(ContentName name, CompletableFuture<Peer> keeper) {}

  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  /**
   * Adds a content.
   *
   * @return completes with the keeper of its record, once acknowledged
   * @throws IllegalArgumentException with a readable message, if there are too many already
   */
  public synchronized CompletableFuture<Peer> add(ContentName name) {
    if (entries.size() >= NAMES_MAX && !entries.containsKey(name.key())) {
      throw new IllegalArgumentException(
          "this node publishes " + NAMES_MAX + " names already, the maximum");
    }
    return entries
        .computeIfAbsent(name.key(), key -> new Entry(name, new CompletableFuture<>()))
        .keeper
        .copy();
  }

  /** Removes a content; false if it was not published. */
  public synchronized boolean remove(ContentName name) {
    return entries.remove(name.key()) != null;
  }

  /** Notes that a keeper has acknowledged an announcement. */
  public synchronized void announced(Key key, Peer keeper) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.keeper.obtrudeValue(keeper); // another one may have acknowledged it before
    }
  }

  /** The number of acknowledged contents. */
  public synchronized long acknowledged() {
    return entries.values().stream().filter(entry -> entry.keeper.isDone()).count();
  }

  /** All contents in the order in which they were added. */
  public synchronized Status.Table table() {
    List<List<?>> rows = new ArrayList<>();
    for (Entry entry : entries.values()) {
      Peer keeper = entry.keeper.getNow(null);
      rows.add(List.of(entry.name.text(), keeper == null ? "not yet acknowledged" : "" + keeper));
    }
    return new Status.Table("announcements", List.of("name", "acknowledged by"), rows);
  }
}
