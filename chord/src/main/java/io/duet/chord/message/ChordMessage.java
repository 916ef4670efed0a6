package io.duet.chord.message;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages between members of a Chord ring. */
public sealed interface ChordMessage extends Message {

  /** Asks for the next hops of a lookup. */
  @Wire(id = 20, name = "chord.find-next-hop")
  record FindNextHop(int requestId, long target, TrafficClass trafficClass)
      implements ChordMessage, Request<NextHops> {}

  /**
   * The next hops of a lookup, or its result.
   *
   * @param ownerKnown whether the first of the peers is the owner and the others follow it;
   *     otherwise they precede the target, the closest first
   * @param following members of the sender's successor list that follow the target; they own it if
   *     all members that precede it are dead
   */
  @Wire(id = 21, name = "chord.next-hops")
  record NextHops(
      int requestId,
      boolean ownerKnown,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<RingPeer> peers,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<RingPeer> following,
      TrafficClass trafficClass)
      implements ChordMessage, Reply {}

  /** Rumors about members that joined or left. */
  @Wire(id = 70, name = "chord.rumors")
  record Rumors(@Wire.Count(max = WireLimits.RUMORS_MAX) List<Rumor> rumors)
      implements ChordMessage {}

  /** A member observed {@code ageSeconds} ago that this peer had joined, or left. */
  record Rumor(RingPeer peer, boolean alive, int ageSeconds) {
    @Wire.Form
    static Rumor of(PackedRumor packed) {
      return new Rumor(packed.peer, (packed.age & 1) == 1, packed.age >>> 1);
    }

    @Wire.Form
    PackedRumor packed() {
      return new PackedRumor(peer, ageSeconds << 1 | (alive ? 1 : 0));
    }
  }

  /** A rumor on the wire. */
  record PackedRumor(RingPeer peer, @Wire.VarInt int age) {}

  /** Asks for entries of the receiver's location table between two positions. */
  @Wire(id = 71, name = "chord.get-locations")
  record GetLocations(int requestId, long after, long until)
      implements ChordMessage, Request<Locations> {}

  /** The first entries of the sender's location table after a position, in ring order. */
  @Wire(id = 72, name = "chord.locations")
  record Locations(
      int requestId, @Wire.Count(max = WireLimits.SIGHTINGS_MAX) List<Sighting> sightings)
      implements ChordMessage, Reply {}

  /** A location table entry: this peer was last known to be alive {@code ageSeconds} ago. */
  record Sighting(RingPeer peer, @Wire.VarInt int ageSeconds) {}

  /**
   * Forwards a recursive lookup.
   *
   * @param nonce the number by which the origin recognizes the result
   * @param direct whether the last member sends the result directly to the origin; otherwise it
   *     returns along the same path
   * @param hops messages that carried the lookup so far, including unacknowledged ones
   * @param timeouts how many of them were not acknowledged
   */
  @Wire(id = 22, name = "chord.route-lookup")
  record RouteLookup(
      int requestId,
      long nonce,
      long target,
      Peer origin,
      boolean direct,
      @Wire.VarInt int hops,
      @Wire.VarInt int timeouts,
      TrafficClass trafficClass)
      implements ChordMessage, Request<RouteAck> {}

  /** Acknowledges a lookup, which will be forwarded or answered. */
  @Wire(id = 73, name = "chord.route-ack")
  record RouteAck(int requestId, TrafficClass trafficClass) implements ChordMessage, Reply {}

  /**
   * The result of a {@link RouteLookup}, for its origin.
   *
   * @param before the member that precedes the target
   * @param owners the owner and members that follow it
   */
  @Wire(id = 23, name = "chord.route-result")
  record RouteResult(
      long nonce,
      @Wire.VarInt int hops,
      @Wire.VarInt int timeouts,
      RingPeer before,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<RingPeer> owners,
      TrafficClass trafficClass)
      implements ChordMessage {}

  /** Asks for the predecessor and the successor list. */
  @Wire(id = 24, name = "chord.get-neighbors")
  record GetNeighbors(int requestId) implements ChordMessage, Request<Neighbors> {}

  /** A member's predecessor, if it has one, and its successor list. */
  @Wire(id = 25, name = "chord.neighbors")
  record Neighbors(
      int requestId,
      @Nullable RingPeer predecessor,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<RingPeer> successors)
      implements ChordMessage, Reply {}

  /** Asks for the predecessor only; also a liveness check. */
  @Wire(id = 26, name = "chord.get-predecessor")
  record GetPredecessor(int requestId) implements ChordMessage, Request<Predecessor> {}

  /** A member's predecessor, if it has one. */
  @Wire(id = 27, name = "chord.predecessor")
  record Predecessor(int requestId, @Nullable RingPeer predecessor)
      implements ChordMessage, Reply {}

  /** Announces that the sender may be the receiver's predecessor. */
  @Wire(id = 28, name = "chord.notify")
  record Notify() implements ChordMessage {}

  /** Announces that the receiver's successor has changed, so that it stabilizes at once. */
  @Wire(id = 29, name = "chord.successor-changed")
  record SuccessorChanged() implements ChordMessage {}

  /** Announces that the sender leaves the ring. */
  @Wire(id = 30, name = "chord.leaving")
  record Leaving() implements ChordMessage {}

  /** Asks the owner of keys to store, or to withdraw, records of the sender. */
  @Wire(id = 31, name = "chord.store-records")
  record StoreRecords(
      int requestId,
      int secondsLeft,
      @Wire.Count(max = WireLimits.RECORDS_MAX) List<Announcement> records)
      implements ChordMessage, Publishing, Request<Stored> {}

  /**
   * "The sender provides the content of this key", or no longer.
   *
   * @param name empty, or the content's name if the key is that of one of its words
   */
  record Announcement(
      Key key, @Wire.Utf8(max = ContentName.BYTES_MAX) String name, boolean withdrawn) {}

  /** The outcome of a request to store a record. */
  enum Outcome {
    /** The record is stored or withdrawn, at a replica too if there is one. */
    KEPT,
    /** The store is full, or has too many records of this key. */
    NO_ROOM,
    /** The record has no time left. */
    NO_TIME,
    /** The name does not contain the word of the key. */
    WRONG_WORD,
    /** The record is stored here, but no replica has acknowledged it. */
    NO_REPLICA
  }

  /**
   * The outcome of storing or withdrawing records.
   *
   * @param outcome of the records that are not refused, or of the last one if all are
   * @param refused the records that are not stored: bit i for record i
   * @param owner the owner of a key, as far as the sender knows, if it is another member
   */
  @Wire(id = 32, name = "chord.stored")
  record Stored(int requestId, Outcome outcome, int refused, @Nullable RingPeer owner)
      implements ChordMessage, Publishing, Reply {}

  /**
   * Asks the owner of a range to extend the life of all records that it stores there for the
   * sender, so that a peer with many contents need not send each one in each period.
   *
   * @param digest the sum of the marks of the sender's records in the range
   */
  @Wire(id = 33, name = "chord.renew-records")
  record RenewRecords(int requestId, RecordRange range, long digest, int secondsLeft)
      implements ChordMessage, Publishing, Request<Renewed> {}

  /** Asks a replica to extend the life of its copies of a provider's records in a range. */
  @Wire(id = 78, name = "chord.renew-copies")
  record RenewCopies(int requestId, Peer provider, RecordRange range, long digest, int secondsLeft)
      implements ChordMessage, Publishing, Request<Renewed> {}

  /** Whether records were renewed; not if the sender owns other records, or another range. */
  @Wire(id = 79, name = "chord.renewed")
  record Renewed(int requestId, boolean renewed) implements ChordMessage, Publishing, Reply {}

  /** Copies of records, as {@link Replicate}, to be acknowledged. */
  @Wire(id = 37, name = "chord.store-copies")
  record StoreCopies(
      int requestId, @Wire.Count(max = WireLimits.COPIES_MAX) List<StoredRecord> copies)
      implements ChordMessage, Publishing, Request<Stored> {}

  /** Copies of records, from their owner to its successors, or to a new owner. */
  @Wire(id = 34, name = "chord.replicate")
  record Replicate(@Wire.Count(max = WireLimits.COPIES_MAX) List<StoredRecord> copies)
      implements ChordMessage, Publishing {}

  /** The end of a part of a range, which begins at the end of the previous part, and its digest. */
  record Part(RecordPosition until, long digest) {}

  /** Asks a replica which parts of a range of the sender's records differ from its own. */
  @Wire(id = 38, name = "chord.compare-records")
  record CompareRecords(
      int requestId, RecordPosition after, @Wire.Count(max = WireLimits.PARTS_MAX) List<Part> parts)
      implements ChordMessage, Publishing, Request<Differences> {}

  /**
   * The parts in which two members differ; bit i stands for part i, from 0.
   *
   * @param parts the parts whose digests differ
   * @param empty the differing parts of which the sender has no record
   */
  @Wire(id = 39, name = "chord.differences")
  record Differences(int requestId, @Wire.VarInt int parts, @Wire.VarInt int empty)
      implements ChordMessage, Publishing, Reply {}

  /**
   * Asks a replica for the records in a range that the sender lacks.
   *
   * @param marks the marks of all records that the sender has in this range
   */
  @Wire(id = 74, name = "chord.exchange-records")
  record ExchangeRecords(
      int requestId, RecordRange span, @Wire.Count(max = WireLimits.MARKS_MAX) List<Long> marks)
      implements ChordMessage, Publishing, Request<Exchanged> {}

  /**
   * The records that the receiver lacks.
   *
   * @param until the place up to which they are complete
   * @param lacking the receiver's records that the sender lacks: bit i for mark i
   */
  @Wire(id = 75, name = "chord.exchanged")
  record Exchanged(
      int requestId,
      RecordPosition until,
      @Wire.Count(max = WireLimits.COPIES_MAX) List<StoredRecord> copies,
      int lacking)
      implements ChordMessage, Publishing, Reply {}

  /** Asks for the providers of a content. */
  @Wire(id = 35, name = "chord.get-records")
  record GetRecords(int requestId, Key key) implements ChordMessage, Searching, Request<Records> {}

  /**
   * The providers of a content.
   *
   * @param owner the owner of the key, as far as the sender knows, if it is another member
   */
  @Wire(id = 36, name = "chord.records")
  record Records(
      int requestId,
      @Nullable RingPeer owner,
      @Wire.Count(max = SearchResult.PROVIDERS_MAX) List<Provider> providers)
      implements ChordMessage, Searching, Reply {}

  /** One provider of the requested content. */
  record Provider(Peer address, int secondsLeft) {}

  /**
   * Asks the owner of the first word for the names that contain all words.
   *
   * @param lengthMax if the first word has more postings, only their number is requested
   */
  @Wire(id = 76, name = "chord.find-names")
  record FindNames(
      int requestId,
      @Wire.Count(max = Keywords.WORDS_MAX)
          List<@Wire.Utf8(max = WireLimits.WORD_BYTES_MAX) String> words,
      @Wire.VarInt int lengthMax)
      implements ChordMessage, Searching, Request<Names> {}

  /**
   * The names that contain all words.
   *
   * @param owner the owner of the first word's key, as far as the sender knows, if it is another
   *     member
   * @param length the number of postings of the first word
   * @param complete whether these are all published names: neither the postings nor this reply were
   *     cut
   */
  @Wire(id = 77, name = "chord.names")
  record Names(
      int requestId,
      @Nullable RingPeer owner,
      @Wire.VarInt int length,
      boolean complete,
      @Wire.Count(max = KeywordResult.NAMES_MAX) List<Name> names)
      implements ChordMessage, Searching, Reply {}

  /** A content's name and some of its providers. */
  record Name(
      @Wire.Utf8(max = ContentName.BYTES_MAX) String text,
      @Wire.Count(max = KeywordResult.PROVIDERS_MAX) List<Peer> providers) {}
}
