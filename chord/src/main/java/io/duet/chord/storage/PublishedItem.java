package io.duet.chord.storage;

import io.duet.chord.id.StoredRecord;
import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry that a member publishes: a content under its key, or under one word of its name.
 *
 * @param name empty, or the content's name if the key is that of one of its words
 */
public record PublishedItem(Key key, String name) {

  /** A content by its key. */
  public static PublishedItem of(Key key) {
    return new PublishedItem(key, "");
  }

  /** A content by its key, and by each word of its name. */
  public static List<PublishedItem> of(ContentName name) {
    List<PublishedItem> all = new ArrayList<>();
    all.add(of(name.key()));
    for (String word : Keywords.of(name.text()).list()) {
      all.add(new PublishedItem(StoredRecord.ofWord(word), name.text()));
    }
    return all;
  }
}
