package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.onehop.LocationService;
import io.duet.chord.ring.ChordContext;
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

/** Publishes and searches contents, and stores records for other members. */
public final class ContentService {
  private final ChordContext node;
  private final Lookups lookups;
  private final @Nullable LocationService locations;
  private @Nullable ReplicatedStore store; // created by the first record
  private @Nullable Republisher republisher; // created by the first published content

  public ContentService(ChordContext node, Lookups lookups, @Nullable LocationService locations) {
    this.node = node;
    this.lookups = lookups;
    this.locations = locations;
  }

  /** Publishes the contents of this member. */
  public Republisher republisher() {
    if (republisher == null) {
      republisher = new Republisher(node, lookups, this);
    }
    return republisher;
  }

  /** The records stored by this member. */
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

  /** Searches the contents whose names contain all these words. */
  public void search(Keywords words, Consumer<KeywordResult> whenDone) {
    new KeywordLookup(node, this, lookups, words, whenDone).start();
  }

  /** Handles a message about records, and refuses any other. */
  public void onMessage(Peer from, Message message) {
    new RecordHandler(node, this).onMessage(from, message);
  }

  /** The number of published contents. */
  public int announced() {
    return republisher == null ? 0 : republisher.size();
  }

  /** The number of stored records. */
  public int kept() {
    return store == null ? 0 : store.records().count();
  }

  /** The live records of a key stored here. */
  public List<ProviderRecord> recordsOf(Key key) {
    return store == null ? List.of() : store.get(key);
  }

  /** The live postings of a word stored here, the newest first. */
  List<StoredRecord> postings(String word) {
    return store == null ? List.of() : store.records().postings(word, store.now());
  }

  /** Copies of the records in a range stored here. */
  List<StoredRecord> copies(RecordRange range) {
    return store == null ? List.of() : store.copies(range);
  }

  /** Republishes all contents, and drops expired records. */
  public void refresh() {
    if (store != null && !store.expire()) {
      store = null;
    }
    republish();
  }

  /** Republishes all contents. */
  public void republish() {
    if (republisher != null) {
      republisher.repeat();
    }
  }

  /** Begins the comparison with a replica that is due. */
  public void compare() {
    if (store != null) {
      store.antiEntropy().onAlarm();
    }
  }

  /** Requests the records of a range that has grown. */
  public void rangeGrew() {
    store().antiEntropy().rangeGrew();
  }

  /** Copies the records of the range that a new predecessor owns to it. */
  public void rangeShrank(RingPeer newOwner) {
    if (store != null) {
      new KeyTransfer(node, store).toPredecessor(newOwner);
    }
  }

  /** Compares records again if the predecessor or a replica has changed. */
  public void stabilized() {
    if (store != null) {
      store.antiEntropy().onNeighbors();
    }
  }

  /** Copies this member's records to its successor, which owns them next. */
  public void leaving() {
    if (store != null) {
      new KeyTransfer(node, store).toSuccessor();
    }
  }
}
