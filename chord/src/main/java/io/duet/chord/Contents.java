package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.Words;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The contents that a member publishes and searches, and the records that it keeps for others. */
final class Contents implements RingListener {
  private final ChordContext node;
  private final Lookups lookups;
  private final @Nullable LocationService locations;
  private @Nullable RecordKeeper keeper; // made by the first record
  private @Nullable Announcements announcements; // made by the first of its own

  Contents(ChordContext node, Lookups lookups, @Nullable LocationService locations) {
    this.node = node;
    this.lookups = lookups;
    this.locations = locations;
  }

  /** What this member publishes itself. */
  Announcements announcements() {
    if (announcements == null) {
      announcements = new Announcements(node, lookups, this);
    }
    return announcements;
  }

  /** The records that this member keeps. */
  RecordKeeper keeper() {
    if (keeper == null) {
      keeper = new RecordKeeper(node);
    }
    return keeper;
  }

  /** Searches the providers of a content. */
  void search(Key key, Consumer<Answer> whenDone) {
    new RecordSearch(node, this, lookups, locations, key, whenDone).start();
  }

  /** Searches the contents whose names have all these words. */
  void search(Words words, Consumer<NameAnswer> whenDone) {
    new NameSearch(node, this, lookups, words, whenDone).start();
  }

  /** Handles a message about records, and refuses any other. */
  void onMessage(PeerAddress from, Message message) {
    new RecordDesk(node, this).onMessage(from, message);
  }

  /** How many contents are published. */
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
    return keeper == null ? List.of() : keeper.copies(span);
  }

  /** Publishes all contents anew, and drops what has expired. */
  void refresh() {
    if (keeper != null && !keeper.expire()) {
      keeper = null;
    }
    republish();
  }

  /** Publishes all contents anew, as soon as others may find them. */
  void republish() {
    if (announcements != null) {
      announcements.repeat();
    }
  }

  /** Begins the comparison with a replica that is due. */
  void compare() {
    if (keeper != null) {
      keeper.repair().onAlarm();
    }
  }

  @Override
  public void rangeGrew() {
    keeper().repair().rangeGrew();
  }

  @Override
  public void rangeShrank(RingPeer newOwner) {
    if (keeper != null) {
      new KeyTransfer(node, keeper).toPredecessor(newOwner);
    }
  }

  @Override
  public void stabilized() {
    if (keeper != null) {
      keeper.repair().look();
    }
  }

  @Override
  public void leaving() {
    if (keeper != null) {
      new KeyTransfer(node, keeper).toSuccessor();
    }
  }
}
