package io.duet.chord.storage;

import io.duet.chord.id.RingId;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.ring.ChordContext;
import io.duet.node.TrafficClass;
import java.util.LinkedHashSet;
import java.util.Set;

/** Publishes the contents of a member to the owners of their keys, and again in each period. */
public final class Republisher {
  private final ChordContext node;
  private final Lookups lookups;
  private final ContentService contents;
  private final Set<PublishedItem> announced = new LinkedHashSet<>();

  Republisher(ChordContext node, Lookups lookups, ContentService contents) {
    this.node = node;
    this.lookups = lookups;
    this.contents = contents;
  }

  /** How many contents are announced, each once whatever words its name has. */
  int size() {
    return (int) announced.stream().filter(content -> content.name().isEmpty()).count();
  }

  /** Announces a content from now on; a node that is no member yet does so once it is one. */
  public void add(PublishedItem content) {
    if (announced.add(content) && node.isJoined()) {
      tellOwner(content, false);
    }
  }

  /** Announces a content no more, and takes back what was announced. */
  public void remove(PublishedItem content) {
    if (announced.remove(content)) {
      tellOwner(content, true);
    }
  }

  /** Announces all contents anew, before their records expire. */
  void repeat() {
    announced.forEach(content -> tellOwner(content, false));
  }

  private void tellOwner(PublishedItem content, boolean withdrawn) {
    PutRecord publication = new PutRecord(node, contents, content, withdrawn);
    lookups.start(RingId.of(content.key()), TrafficClass.PUBLISH, publication);
  }
}
