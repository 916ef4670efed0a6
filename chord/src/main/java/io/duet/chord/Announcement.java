package io.duet.chord;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.overlay.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry that a member publishes: a content under its key, or under one word of its name.
 *
 * @param name empty, or the content's name when the key is that of one of its words
 */
record Announcement(Key key, String name) {

  /** A content by its key. */
  static Announcement of(Key key) {
    return new Announcement(key, "");
  }

  /** A content by its key, and by each word of its name. */
  static List<Announcement> of(ContentName name) {
    List<Announcement> all = new ArrayList<>();
    all.add(of(name.key()));
    for (String word : Words.of(name.text()).list()) {
      all.add(new Announcement(RecordCopy.ofWord(word), name.text()));
    }
    return all;
  }
}
