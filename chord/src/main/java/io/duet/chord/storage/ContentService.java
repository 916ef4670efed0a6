package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.onehop.LocationTable;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.overlay.trace.SearchTrace;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Publishes and searches contents, and stores records for other members. */
public final class ContentService {
  final ChordContext node;
  final Lookups lookups;
  final @Nullable LocationTable locations;
  private @Nullable ReplicatedStore store; // created by the first record
  private @Nullable Publications publications; // created by the first content

  public ContentService(ChordContext node, Lookups lookups, @Nullable LocationTable locations) {
    this.node = node;
    this.lookups = lookups;
    this.locations = locations;
  }

  /** Publishes a content under its key; a node that is not a member yet does so when it joins. */
  public void publish(Key key) {
    publish(record(key, ""));
  }

  /** Publishes a content under its key, and under each word of its name. */
  public void publish(ContentName name) {
    publish(name.key());
    wordsOf(name).forEach(this::publish);
  }

  /** Withdraws what {@link #publish(Key)} published. */
  public void withdraw(Key key) {
    withdraw(record(key, ""));
  }

  /** Withdraws what {@link #publish(ContentName)} published. */
  public void withdraw(ContentName name) {
    withdraw(name.key());
    wordsOf(name).forEach(this::withdraw);
  }

  private List<StoredRecord> wordsOf(ContentName name) {
    return Keywords.of(name.text()).list().stream()
        .map(word -> record(StoredRecord.ofWord(word), name.text()))
        .toList();
  }

  private StoredRecord record(Key key, String name) {
    Peer self = node.host().self();
    return new StoredRecord(key, name, self, node.config().recordSeconds(), false);
  }

  private void publish(StoredRecord record) {
    publications().publish(record);
  }

  private void withdraw(StoredRecord record) {
    publications().withdraw(record);
  }

  /** What this node publishes. */
  Publications publications() {
    if (publications == null) {
      publications = new Publications(this);
    }
    return publications;
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
    search(key, null, whenDone);
  }

  /** Searches the providers of a content, and notes each step in a trace, if there is one. */
  public void search(Key key, @Nullable SearchTrace trace, Consumer<SearchResult> whenDone) {
    new FindProviders(this, key, trace, whenDone).start();
  }

  /** Finds the owner of a key and members after it; none if the lookup fails. */
  public void keepers(Key key, int count, Consumer<List<Peer>> whenDone) {
    lookups.start(RingId.of(key), TrafficClass.PUBLISH, new FindKeepers(count, whenDone));
  }

  /** Searches the contents whose names contain all these words; notes the steps in a trace. */
  public void search(
      Keywords words, @Nullable SearchTrace trace, Consumer<KeywordResult> whenDone) {
    new KeywordLookup(this, words, trace, whenDone).start();
  }

  /** Handles a message about records, and refuses any other. */
  public void onMessage(Peer from, Message message) {
    new RecordHandler(node, this).onMessage(from, message);
  }

  /** The first other owner of one of these records; null if this member owns all. */
  @Nullable RingPeer otherOwner(List<StoredRecord> records) {
    return records.stream()
        .map(record -> node.routing().otherOwner(RingId.of(record.key())))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The number of published contents, without the records for words. */
  public int announced() {
    return publications == null ? 0 : publications.contents();
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

  /** How many records in a range are stored here, and the sum of their marks. */
  RecordStore.Sum sum(RecordRange range) {
    return store == null ? new RecordStore.Sum(0, 0) : store.sum(range);
  }

  /** Copies of the records in a range stored here. */
  List<StoredRecord> copies(RecordRange range) {
    return store == null ? List.of() : store.copies(range);
  }

  /** Drops expired records, and renews the own ones before they expire. */
  public void refresh() {
    if (store != null && !store.expire()) {
      store = null;
    }
    if (publications != null) {
      publications.refresh();
    }
  }

  /** Publishes all contents again. */
  public void republish() {
    if (publications != null) {
      publications.republish();
    }
  }

  /** Renews the next of many records. */
  public void renewNext() {
    publications().renewNext();
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
      new KeyTransfer(store).toPredecessor(newOwner);
    }
  }

  /** Compares records again if a neighbor has changed, and drops some of the expired ones. */
  public void stabilized() {
    if (store != null) {
      store.antiEntropy().onNeighbors();
      store.expireNext();
    }
  }

  /** Copies the records that this member owns to its successor, which owns them next. */
  public void leaving() {
    if (store != null) {
      new KeyTransfer(store).toSuccessor();
    }
  }
}
