package io.duet.unstructured;

import io.duet.bounded.BoundedMap;
import io.duet.node.PeerAddress;
import java.util.Map;

/** The leaves that have gone lately, and when; the first to go is forgotten first. */
final class Departed {
  static final int KEPT_MAX = 256;

  private final BoundedMap<PeerAddress, Long> goneAt = new BoundedMap<>(KEPT_MAX);

  /** Notes that a leaf has gone. */
  void add(PeerAddress leaf, long now) {
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
  Map<PeerAddress, Long> goneAt() {
    return goneAt.entries();
  }
}
