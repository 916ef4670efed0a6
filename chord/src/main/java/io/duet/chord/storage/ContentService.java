package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.onehop.LocationService;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RingListener;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The contents that a member publishes and searches, and the records that it keeps for others. */
public final class ContentService implements RingListener {
  private final ChordContext node;
  private final Lookups lookups;
  private final @Nullable LocationService locations;
  private @Nullable ReplicatedStore store; // made by the first record
  private @Nullable Republisher republisher; // made by the first of its own

  public ContentService(ChordContext node, Lookups lookups, @Nullable LocationService locations) {
    this.node = node;
    this.lookups = lookups;
    this.locations = locations;
  }

  /** What this member publishes itself. */
  public Republisher republisher() {
    if (republisher == null) {
      republisher = new Republisher(node, lookups, this);
    }
    return republisher;
  }

  /** The records that this member keeps. */
  ReplicatedStore store() {
    if (store == null) {
      store = new ReplicatedStore(node);
    }
    return store;
  }

  /** Searches the providers of a content. */
  public void search(Key key, Consumer<SearchResult> whenDone) {
    new FindProviders(node, this, lookups, locations, key, whenDone).start();
  }

  /** Searches the contents whose names have all these words. */
  public void search(Keywords words, Consumer<KeywordResult> whenDone) {
    new KeywordLookup(node, this, lookups, words, whenDone).start();
  }

  /** Handles a message about records, and refuses any other. */
  public void onMessage(Peer from, Message message) {
    new RecordHandler(node, this).onMessage(from, message);
  }

  /** How many contents are published. */
  public int announced() {
    return republisher == null ? 0 : republisher.size();
  }

  /** How many records are kept. */
  public int kept() {
    return store == null ? 0 : store.records().count();
  }

  /** The live records of a key that are kept here. */
  public List<ProviderRecord> recordsOf(Key key) {
    return store == null ? List.of() : store.get(key);
  }

  /** The live postings of a word that are kept here, the newest first. */
  List<StoredRecord> postings(String word) {
    return store == null ? List.of() : store.records().postings(word, store.now());
  }

  /** Copies of what is kept here in a range. */
  List<StoredRecord> copies(RecordRange range) {
    return store == null ? List.of() : store.copies(range);
  }

  /** Publishes all contents anew, and drops what has expired. */
  public void refresh() {
    if (store != null && !store.expire()) {
      store = null;
    }
    republish();
  }

  /** Publishes all contents anew, as soon as others may find them. */
  public void republish() {
    if (republisher != null) {
      republisher.repeat();
    }
  }

  /** Begins the comparison with a replica that is due. */
  public void compare() {
    if (store != null) {
      store.repair().onAlarm();
    }
  }

  @Override
  public void rangeGrew() {
    store().repair().rangeGrew();
  }

  @Override
  public void rangeShrank(RingPeer newOwner) {
    if (store != null) {
      new KeyTransfer(node, store).toPredecessor(newOwner);
    }
  }

  @Override
  public void stabilized() {
    if (store != null) {
      store.repair().look();
    }
  }

  @Override
  public void leaving() {
    if (store != null) {
      new KeyTransfer(node, store).toSuccessor();
    }
  }
}
