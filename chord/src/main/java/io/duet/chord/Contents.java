package io.duet.chord;

import io.duet.node.Key;
import io.duet.overlay.ProviderRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contents that a member announces itself, and the records that it keeps for others. */
final class Contents {
  private final ChordNode node;
  private @Nullable RecordKeeper keeper;
  private @Nullable Announcements announcements;

  Contents(ChordNode node) {
    this.node = node;
  }

  /** What is announced, from now on. */
  Announcements announcements() {
    if (announcements == null) {
      announcements = new Announcements(node);
    }
    return announcements;
  }

  /** What is kept, from now on. */
  RecordKeeper keeper() {
    if (keeper == null) {
      keeper = new RecordKeeper(node);
    }
    return keeper;
  }

  /** How many contents are announced. */
  int announced() {
    return announcements == null ? 0 : announcements.size();
  }

  /** How many records are kept. */
  int kept() {
    return keeper == null ? 0 : keeper.store().count();
  }

  /** The live records of a key that are kept here. */
  List<ProviderRecord> recordsOf(Key key) {
    return keeper == null ? List.of() : keeper.get(key);
  }

  /** The live postings of a word that are kept here, the newest first. */
  List<RecordCopy> postings(String word) {
    return keeper == null ? List.of() : keeper.store().postings(word, keeper.now());
  }

  /** Copies of what is kept here in a span. */
  List<RecordCopy> copies(Span span) {
    return keeper == null ? List.of() : keeper.store().copies(span, keeper.now());
  }

  /** Announces all anew, and drops what has expired; false when nothing is left at all. */
  boolean refresh() {
    if (keeper != null && !keeper.expire()) {
      keeper = null;
    }
    if (announcements != null) {
      announcements.repeat();
    }
    return keeper != null || announcements != null;
  }

  /** The member became one, or is one again, so that others may find what it announces. */
  void joined() {
    if (announcements != null) {
      announcements.repeat();
    }
  }

  /** A member owns more than before, and may lack the records. */
  static void rangeGrew(ChordNode node) {
    if (node.config().repairs()) {
      node.contents().keeper().repair().rangeGrew();
    }
  }

  /** Sees whether other members have become neighbours. */
  void look() {
    if (keeper != null) {
      keeper.repair().look();
    }
  }

  /** A comparison is due. */
  void compare() {
    if (keeper != null) {
      keeper.repair().onAlarm();
    }
  }

  /** Hands the records of positions that a new predecessor owns over to it. */
  void handOverTo(RingPeer newOwner) {
    if (keeper != null) {
      keeper.handOver(newOwner, Span.of(node.view().self().id(), newOwner.id()));
    }
  }

  /** Hands all records that this member owns over to its successor. */
  void handOverAll() {
    if (keeper != null) {
      keeper.handOverAll(node.view().successor());
    }
  }
}
