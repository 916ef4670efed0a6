package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The leaves of a super-peer that accept a promotion, with their capacities. */
final class PromotionCandidates {
  private final Map<Peer, Integer> capacities = new LinkedHashMap<>(0);

  /** Adds a leaf with its capacity, unless it is 0. */
  void add(Peer leaf, int capacity) {
    if (capacity > 0) {
      capacities.putIfAbsent(leaf, capacity);
    }
  }

  void remove(Peer leaf) {
    capacities.remove(leaf);
  }

  /** The leaf with the largest capacity, among equals the first that came; null if none. */
  @Nullable Peer best() {
    return capacities.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }
}
