package io.duet.chord;

import io.duet.node.Purpose;
import java.util.LinkedHashSet;
import java.util.Set;

/** Publishes the contents of a member to the owners of their keys, and again in each period. */
final class Announcements {
  private final ChordContext node;
  private final Lookups lookups;
  private final Contents contents;
  private final Set<Announcement> announced = new LinkedHashSet<>();

  Announcements(ChordContext node, Lookups lookups, Contents contents) {
    this.node = node;
    this.lookups = lookups;
    this.contents = contents;
  }

  /** How many contents are announced, each once whatever words its name has. */
  int size() {
    return (int) announced.stream().filter(content -> content.name().isEmpty()).count();
  }

  /** Announces a content from now on; a node that is no member yet does so once it is one. */
  void add(Announcement content) {
    if (announced.add(content) && node.isJoined()) {
      tellOwner(content, false);
    }
  }

  /** Announces a content no more, and takes back what was announced. */
  void remove(Announcement content) {
    if (announced.remove(content)) {
      tellOwner(content, true);
    }
  }

  /** Announces all contents anew, before their records expire. */
  void repeat() {
    announced.forEach(content -> tellOwner(content, false));
  }

  private void tellOwner(Announcement content, boolean withdrawn) {
    Publication publication = new Publication(node, contents, content, withdrawn);
    lookups.start(RingId.of(content.key()), Purpose.PUBLISH, publication);
  }
}
