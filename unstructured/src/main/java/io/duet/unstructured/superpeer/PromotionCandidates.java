package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The leaves of a super-peer that are willing to be promoted, by capacity. */
final class PromotionCandidates {
  private final Map<Peer, Integer> capacities = new LinkedHashMap<>(0);

  /** Notes a leaf with its capacity; who came first and stayed is preferred among equals. */
  void add(Peer leaf, int capacity) {
    if (capacity > 0) {
      capacities.putIfAbsent(leaf, capacity);
    }
  }

  void remove(Peer leaf) {
    capacities.remove(leaf);
  }

  /** The one with the largest capacity, of those the one that has been here longest. */
  @Nullable Peer best() {
    Peer best = null;
    int most = 0;
    for (Map.Entry<Peer, Integer> entry : capacities.entrySet()) {
      if (entry.getValue() > most) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return best;
  }
}
