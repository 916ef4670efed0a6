package io.duet.chord;

import io.duet.node.Purpose;
import java.util.LinkedHashSet;
import java.util.Set;

/** The contents that a member provides itself, announced to their keys' owners again and again. */
final class Announcements {
  private final ChordNode node;
  private final Set<Announcement> announced = new LinkedHashSet<>();

  Announcements(ChordNode node) {
    this.node = node;
  }

  /** How many contents are announced, each once whatever words its name has. */
  int size() {
    return (int) announced.stream().filter(content -> content.name().isEmpty()).count();
  }

  /** Announces a content from now on; a node that is no member yet does so once it is one. */
  void add(Announcement content) {
    if (announced.add(content) && node.isJoined()) {
      announce(content);
    }
  }

  /** Announces a content no more, and takes back what was announced. */
  void remove(Announcement content) {
    if (announced.remove(content)) {
      node.lookUp(RingId.of(content.key()), Purpose.PUBLISH, new Publication(node, content, true));
    }
  }

  /** Announces all contents anew, before their records expire. */
  void repeat() {
    announced.forEach(this::announce);
  }

  private void announce(Announcement content) {
    node.lookUp(RingId.of(content.key()), Purpose.PUBLISH, new Publication(node, content, false));
  }
}
