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

/** What members of the ring say to each other. */
public sealed interface ChordMessage extends Message {

  /** Asks for the way to the owner of a position. */
  @Wire(id = 20, name = "chord.find-next-hop")
  record FindNextHop(int requestId, long target, TrafficClass trafficClass)
      implements ChordMessage, Request<NextHops> {}

  /**
   * The way to the owner of a position.
   *
   * @param ownerKnown whether the first of the peers is the owner and the others follow it;
   *     otherwise they precede the target, the closest first
   * @param following those in the sender's successor list that follow the target, when the list
   *     reaches so far: they own it if all that precede it are dead
   */
  @Wire(id = 21, name = "chord.next-hops")
  record NextHops(
      int requestId,
      boolean ownerKnown,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<RingPeer> peers,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<RingPeer> following,
      TrafficClass trafficClass)
      implements ChordMessage, Reply {}

  /** Rumors about members that have come or gone. */
  @Wire(id = 70, name = "chord.rumors")
  record Rumors(@Wire.Count(max = WireLimits.RUMORS_MAX) List<Rumor> rumors)
      implements ChordMessage {}

  /** Somebody saw that this member had come, or had gone, so many seconds ago. */
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

  /** Asks for members between two positions of which the receiver has heard. */
  @Wire(id = 71, name = "chord.get-locations")
  record GetLocations(int requestId, long after, long until)
      implements ChordMessage, Request<Locations> {}

  /** The first members after a position of which the sender has heard, in ring order. */
  @Wire(id = 72, name = "chord.locations")
  record Locations(
      int requestId, @Wire.Count(max = WireLimits.SIGHTINGS_MAX) List<Sighting> sightings)
      implements ChordMessage, Reply {}

  /** This member was alive so many seconds ago, as far as the sender has heard. */
  record Sighting(RingPeer peer, @Wire.VarInt int ageSeconds) {}

  /**
   * Hands a lookup on.
   *
   * @param nonce by which its origin recognises the answer
   * @param direct whether the last member answers the origin itself; otherwise the answer goes back
   *     on the same way
   * @param hops messages that carried it so far, unanswered ones too
   * @param timeouts how many of them nobody answered
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

  /** Says that a lookup was taken and will be handed on. */
  @Wire(id = 73, name = "chord.route-ack")
  record RouteAck(int requestId, TrafficClass trafficClass) implements ChordMessage, Reply {}

  /**
   * Tells the origin of a {@link RouteLookup} how it ended.
   *
   * @param before the member that precedes the target
   * @param owners the owner and those that follow it
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

  /** Asks for predecessor and successor list. */
  @Wire(id = 24, name = "chord.get-neighbors")
  record GetNeighbors(int requestId) implements ChordMessage, Request<Neighbors> {}

  /** A member's predecessor, if it has one, and its successor list. */
  @Wire(id = 25, name = "chord.neighbors")
  record Neighbors(
      int requestId,
      @Nullable RingPeer predecessor,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<RingPeer> successors)
      implements ChordMessage, Reply {}

  /** Asks for the predecessor alone; also the proof that a peer lives. */
  @Wire(id = 26, name = "chord.get-predecessor")
  record GetPredecessor(int requestId) implements ChordMessage, Request<Predecessor> {}

  /** A member's predecessor, if it has one. */
  @Wire(id = 27, name = "chord.predecessor")
  record Predecessor(int requestId, @Nullable RingPeer predecessor)
      implements ChordMessage, Reply {}

  /** Says that the sender may be the receiver's predecessor. */
  @Wire(id = 28, name = "chord.notify")
  record Notify() implements ChordMessage {}

  /** Says that the receiver's successor has changed, so that it should stabilize now. */
  @Wire(id = 29, name = "chord.successor-changed")
  record SuccessorChanged() implements ChordMessage {}

  /** Says that the sender leaves the ring. */
  @Wire(id = 30, name = "chord.leaving")
  record Leaving() implements ChordMessage {}

  /**
   * Asks the owner of a key to keep a record: the sender provides the content.
   *
   * @param name empty, or the content's name when the key is that of one of its words
   */
  @Wire(id = 31, name = "chord.store-record")
  record StoreRecord(
      int requestId, Key key, @Wire.Utf8(max = ContentName.BYTES_MAX) String name, int secondsLeft)
      implements ChordMessage, Publishing, Request<Stored> {}

  /** What became of a record that somebody was asked to keep. */
  enum Outcome {
    /** It is kept, by a replica too where there is one; or it is withdrawn for good. */
    KEPT,
    /** There are too many records, or too many of this key. */
    NO_ROOM,
    /** It has no time left. */
    NO_TIME,
    /** Its name lacks the word under which it should be kept. */
    WRONG_WORD,
    /** It is kept here, but no replica has said that it has it. */
    NO_REPLICA
  }

  /**
   * What became of a record.
   *
   * @param owner who owns the key, as far as the sender knows, when that is another
   */
  @Wire(id = 32, name = "chord.stored")
  record Stored(int requestId, Outcome outcome, @Nullable RingPeer owner)
      implements ChordMessage, Publishing, Reply {}

  /** Takes back what the same sender asked to keep by {@link StoreRecord}. */
  @Wire(id = 33, name = "chord.drop-record")
  record DropRecord(int requestId, Key key, @Wire.Utf8(max = ContentName.BYTES_MAX) String name)
      implements ChordMessage, Publishing, Request<Stored> {}

  /** Copies of records, as {@link Replicate}, of which the sender wants to know that they came. */
  @Wire(id = 37, name = "chord.store-copies")
  record StoreCopies(
      int requestId, @Wire.Count(max = WireLimits.COPIES_MAX) List<StoredRecord> copies)
      implements ChordMessage, Publishing, Request<Stored> {}

  /** Copies of records, from their owner to its successors, or to a new owner. */
  @Wire(id = 34, name = "chord.replicate")
  record Replicate(@Wire.Count(max = WireLimits.COPIES_MAX) List<StoredRecord> copies)
      implements ChordMessage, Publishing {}

  /** The end of a part of a span that begins where the part before it ends, and its digest. */
  record Part(RecordPosition until, long digest) {}

  /** Asks a member that replicates the sender's records in which parts of a span it differs. */
  @Wire(id = 38, name = "chord.compare-records")
  record CompareRecords(
      int requestId, RecordPosition after, @Wire.Count(max = WireLimits.PARTS_MAX) List<Part> parts)
      implements ChordMessage, Publishing, Request<Differences> {}

  /**
   * Where two members differ; bit i stands for the i-th part, from 0.
   *
   * @param parts those whose digests differ
   * @param empty those of which the sender has nothing, although the other one has
   */
  @Wire(id = 39, name = "chord.differences")
  record Differences(int requestId, @Wire.VarInt int parts, @Wire.VarInt int empty)
      implements ChordMessage, Publishing, Reply {}

  /**
   * Asks a member that replicates the sender's records for those that the sender lacks.
   *
   * @param marks of all records that the sender has in this span
   */
  @Wire(id = 74, name = "chord.exchange-records")
  record ExchangeRecords(
      int requestId, RecordRange span, @Wire.Count(max = WireLimits.MARKS_MAX) List<Long> marks)
      implements ChordMessage, Publishing, Request<Exchanged> {}

  /**
   * The records that the other one lacks.
   *
   * @param until up to where they are complete
   * @param lacking which of the other one's records this member lacks: bit i for the i-th mark
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
   * @param owner who owns the key, as far as the sender knows, when that is another
   */
  @Wire(id = 36, name = "chord.records")
  record Records(
      int requestId,
      @Nullable RingPeer owner,
      @Wire.Count(max = SearchResult.PROVIDERS_MAX) List<Provider> providers)
      implements ChordMessage, Searching, Reply {}

  /** One provider of the content that was asked for. */
  record Provider(Peer address, int secondsLeft) {}

  /**
   * Asks the owner of the first of some words for the names that have all of them.
   *
   * @param lengthMax when the list of names with the first word is longer, only its length is asked
   */
  @Wire(id = 76, name = "chord.find-names")
  record FindNames(
      int requestId,
      @Wire.Count(max = Keywords.WORDS_MAX)
          List<@Wire.Utf8(max = WireLimits.WORD_BYTES_MAX) String> words,
      @Wire.VarInt int lengthMax)
      implements ChordMessage, Searching, Request<Names> {}

  /**
   * Names that have all the words.
   *
   * @param owner who owns the first word's key, as far as the sender knows, when that is another
   * @param length how many postings of the first word there are
   * @param complete whether these are all names that were announced: the list was not cut, and
   *     neither was this answer
   */
  @Wire(id = 77, name = "chord.names")
  record Names(
      int requestId,
      @Nullable RingPeer owner,
      @Wire.VarInt int length,
      boolean complete,
      @Wire.Count(max = KeywordResult.NAMES_MAX) List<Name> names)
      implements ChordMessage, Searching, Reply {}

  /** A content's name and some who provide it. */
  record Name(
      @Wire.Utf8(max = ContentName.BYTES_MAX) String text,
      @Wire.Count(max = KeywordResult.PROVIDERS_MAX) List<Peer> providers) {}
}
