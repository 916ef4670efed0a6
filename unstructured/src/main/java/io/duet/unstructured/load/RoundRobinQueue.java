package io.duet.unstructured.load;

import io.duet.node.PeerAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be served, a line for each peer: they take turns, one item each, so that whoever
 * sends much waits behind itself (J. Nagle, "On packet switches with infinite storage", RFC 970,
 * section 6). Items cost the same, so plain turns are fair.
 *
 * <p>Invariants: at most so many items in all and of each peer; beyond that the oldest of the
 * longest line goes; no line is empty.
 */
public final class RoundRobinQueue<T> {
  /** What one peer has waiting, the oldest first. */
  private record Line<T>(PeerAddress peer, Deque<T> items) {}

  private final int max;
  private final int perPeerMax;
  private final Map<PeerAddress, Line<T>> lines = new LinkedHashMap<>(4); // the next one first
  private int size;

  /**
   * An empty queue.
   *
   * @param max items in all, at least 1
   * @param perPeerMax items of one peer, at least 1
   */
  public RoundRobinQueue(int max, int perPeerMax) {
    this.max = max;
    this.perPeerMax = perPeerMax;
  }

  /** How many items wait. */
  public int size() {
    return size;
  }

  /** Adds a peer's item; the peer whose oldest item had to go for it, or null. */
  public @Nullable PeerAddress add(PeerAddress peer, T item) {
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

  /** The longest line; the next in turn among equals. */
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
   * Takes the oldest item of the peer whose turn it is, and hands it over.
   *
   * @throws java.util.NoSuchElementException when nothing waits
   */
  public void serve(BiConsumer<PeerAddress, T> taker) {
    Line<T> line = first();
    T item = remove(line);
    if (lines.remove(line.peer(), line)) {
      lines.put(line.peer(), line); // behind all others
    }
    taker.accept(line.peer(), item);
  }
}
