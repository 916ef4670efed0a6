package io.duet.chord.storage;

import io.duet.chord.id.RingId;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.ring.ChordContext;
import io.duet.node.TrafficClass;
import java.util.LinkedHashSet;
import java.util.Set;

/** Publishes the contents of a member to the owners of their keys, once per period. */
public final class Republisher {
  private final ChordContext node;
  private final Lookups lookups;
  private final ContentService contents;
  private final Set<PublishedItem> published = new LinkedHashSet<>();

  Republisher(ChordContext node, Lookups lookups, ContentService contents) {
    this.node = node;
    this.lookups = lookups;
    this.contents = contents;
  }

  /** The number of published contents, without the entries for words. */
  int size() {
    return (int) published.stream().filter(item -> item.name().isEmpty()).count();
  }

  /** Publishes a content; a node that is not a member yet does so once it has joined. */
  public void add(PublishedItem item) {
    if (published.add(item) && node.isJoined()) {
      put(item, false);
    }
  }

  /** Withdraws an item. */
  public void remove(PublishedItem item) {
    if (published.remove(item)) {
      put(item, true);
    }
  }

  /** Publishes all contents again, before their records expire. */
  void repeat() {
    published.forEach(item -> put(item, false));
  }

  private void put(PublishedItem item, boolean withdrawn) {
    PutRecord publication = new PutRecord(node, contents, item, withdrawn);
    lookups.start(RingId.of(item.key()), TrafficClass.PUBLISH, publication);
  }
}
