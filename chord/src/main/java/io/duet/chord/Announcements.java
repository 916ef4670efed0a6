package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.Purpose;
import java.util.LinkedHashSet;
import java.util.Set;

/** The contents that a member provides itself, announced to their keys' owners again and again. */
final class Announcements {
  private final ChordNode node;
  private final Set<Key> keys = new LinkedHashSet<>();

  Announcements(ChordNode node) {
    this.node = node;
  }

  int size() {
    return keys.size();
  }

  /** Announces a content from now on; a node that is no member yet does so once it is one. */
  void add(Key key) {
    if (keys.add(key) && node.isJoined()) {
      announce(key);
    }
  }

  /** Announces a content no more, and takes back what was announced. */
  void remove(Key key) {
    if (keys.remove(key)) {
      node.lookUp(RingId.of(key), Purpose.PUBLISH, new Publication(node, key, true));
    }
  }

  /** Announces all contents anew, before their records expire. */
  void repeat() {
    keys.forEach(this::announce);
  }

  private void announce(Key key) {
    node.lookUp(RingId.of(key), Purpose.PUBLISH, new Publication(node, key, false));
  }
}
