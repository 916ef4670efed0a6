package io.duet.unstructured.superpeer;

import io.duet.bounded.BoundedMap;
import io.duet.node.PeerAddress;
import java.util.Map;

/** The leaves that have gone lately, and when; the first to go is forgotten first. */
public final class RecentlyDepartedLeaves {
  public static final int KEPT_MAX = 256;

  private final BoundedMap<PeerAddress, Long> goneAt = new BoundedMap<>(KEPT_MAX);

  /** Notes that a leaf has gone. */
  public void add(PeerAddress leaf, long now) {
    goneAt.put(leaf, now);
  }

  /** Notes that a leaf is back. */
  void remove(PeerAddress leaf) {
    goneAt.remove(leaf);
  }

  int size() {
    return goneAt.entries().size();
  }

  /** Those who have gone, by when, the first first. */
  public Map<PeerAddress, Long> goneAt() {
    return goneAt.entries();
  }
}
