package io.duet.unstructured.superpeer;

import io.duet.node.PeerAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The leaves of a super-peer that are willing to be promoted, by capacity. */
final class PromotionCandidates {
  private final Map<PeerAddress, Integer> capacities = new LinkedHashMap<>(0);

  /** Notes a leaf with its capacity; who came first and stayed is preferred among equals. */
  void add(PeerAddress leaf, int capacity) {
    if (capacity > 0) {
      capacities.putIfAbsent(leaf, capacity);
    }
  }

  void remove(PeerAddress leaf) {
    capacities.remove(leaf);
  }

  /** The one with the largest capacity, of those the one that has been here longest. */
  @Nullable PeerAddress best() {
    PeerAddress best = null;
    int most = 0;
    for (Map.Entry<PeerAddress, Integer> entry : capacities.entrySet()) {
      if (entry.getValue() > most) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return best;
  }
}
