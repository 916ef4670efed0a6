package io.duet.unstructured.load;

import io.duet.node.Peer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
  private final int max;
  private final int perPeerMax;
  private final Map<Peer, Deque<T>> lines = new LinkedHashMap<>(4); // the next one first
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
    Deque<T> line = lines.computeIfAbsent(peer, key -> new ArrayDeque<>(2));
    line.add(item);
    size++;
    Peer loser = line.size() > perPeerMax ? peer : size > max ? longest() : null;
    if (loser != null) {
      remove(loser);
    }
    return loser;
  }

  /** The peer with the longest line; among equals the next in turn. */
  private Peer longest() {
    Peer longest = first();
    int length = 0;
    for (Map.Entry<Peer, Deque<T>> line : lines.entrySet()) {
      if (line.getValue().size() > length) {
        longest = line.getKey();
        length = line.getValue().size();
      }
    }
    return longest;
  }

  private Peer first() {
    return lines.keySet().iterator().next();
  }

  private T remove(Peer peer) {
    Deque<T> line = Objects.requireNonNull(lines.get(peer));
    size--;
    T item = line.remove();
    if (line.isEmpty()) {
      lines.remove(peer);
    }
    return item;
  }

  /**
   * Removes the oldest item of the peer whose turn it is, and passes it on.
   *
   * @throws java.util.NoSuchElementException when the queue is empty
   */
  public void serve(BiConsumer<Peer, T> taker) {
    Peer peer = first();
    T item = remove(peer);
    Deque<T> rest = lines.remove(peer);
    if (rest != null) {
      lines.put(peer, rest); // behind all others
    }
    taker.accept(peer, item);
  }
}
