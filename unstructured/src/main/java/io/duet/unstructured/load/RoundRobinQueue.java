package io.duet.unstructured.load;

import io.duet.node.Peer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue with a line for each peer. The lines take turns, one item each, so a peer that sends
 * much delays only itself (J. Nagle, "On packet switches with infinite storage", RFC 970, section
 * 6). Items cost the same, so plain turns are fair.
 *
 * <p>Invariants: the total and the length of each line are bounded; beyond the total, the oldest
 * item of the longest line is dropped. No line is empty.
 */
public final class RoundRobinQueue<T> {
  /** The waiting items of one peer, the oldest first. */
  private record Line<T>(Peer peer, Deque<T> items) {}

  private final int max;
  private final int perPeerMax;
  private final Map<Peer, Line<T>> lines = new LinkedHashMap<>(4); // the next one first
  private int size;

  /**
   * An empty queue.
   *
   * @param max maximum number of items, at least 1
   * @param perPeerMax maximum number of items of one peer, at least 1
   */
  public RoundRobinQueue(int max, int perPeerMax) {
    this.max = max;
    this.perPeerMax = perPeerMax;
  }

  /** Number of items. */
  public int size() {
    return size;
  }

  /** Adds an item; returns the peer whose oldest item was dropped for it, or null. */
  public @Nullable Peer add(Peer peer, T item) {
    Line<T> line = lines.computeIfAbsent(peer, key -> new Line<>(key, new ArrayDeque<>(2)));
    line.items().add(item);
    size++;
    Line<T> loser = line.items().size() > perPeerMax ? line : size > max ? longest() : null;
    if (loser == null) {
      return null;
    }
    remove(loser);
    return loser.peer();
  }

  /** The longest line; among equals the next in turn. */
  private Line<T> longest() {
    Line<T> longest = first();
    for (Line<T> line : lines.values()) {
      longest = line.items().size() > longest.items().size() ? line : longest;
    }
    return longest;
  }

  private Line<T> first() {
    return lines.values().iterator().next();
  }

  private T remove(Line<T> line) {
    size--;
    T item = line.items().remove();
    if (line.items().isEmpty()) {
      lines.remove(line.peer());
    }
    return item;
  }

  /**
   * Removes the oldest item of the peer whose turn it is, and passes it on.
   *
   * @throws java.util.NoSuchElementException when the queue is empty
   */
  public void serve(BiConsumer<Peer, T> taker) {
    Line<T> line = first();
    T item = remove(line);
    if (lines.remove(line.peer(), line)) {
      lines.put(line.peer(), line); // behind all others
    }
    taker.accept(line.peer(), item);
  }
}
