package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What members of the ring say to each other. */
public sealed interface ChordMessage extends Message {

  @Override
  default Purpose purpose() {
    return Purpose.MAINTENANCE;
  }

  /** Asks for the way to the owner of a position. */
  record FindNext(int requestId, long target, Purpose purpose)
      implements ChordMessage, Request<NextHops> {
    @Override
    public Class<NextHops> replyType() {
      return NextHops.class;
    }
  }

  /**
   * The way to the owner of a position.
   *
   * @param ownerKnown whether the first of the peers is the owner and the others follow it;
   *     otherwise they precede the target, the closest first
   * @param following those in the sender's successor list that follow the target, when the list
   *     reaches so far: they own it if all that precede it are dead
   */
  record NextHops(
      int requestId,
      boolean ownerKnown,
      List<RingPeer> peers,
      List<RingPeer> following,
      Purpose purpose)
      implements ChordMessage, Reply {}

  /** Rumors about members that have come or gone. */
  record News(List<Rumor> rumors) implements ChordMessage {}

  /** Somebody saw that this member had come, or had gone, so many seconds ago. */
  record Rumor(RingPeer peer, boolean alive, int ageSeconds) {}

  /** Asks for members between two positions of which the receiver has heard. */
  record GetPeers(int requestId, long after, long until) implements ChordMessage, Request<Peers> {
    @Override
    public Class<Peers> replyType() {
      return Peers.class;
    }
  }

  /** The first members after a position of which the sender has heard, in ring order. */
  record Peers(int requestId, List<Sighting> sightings) implements ChordMessage, Reply {}

  /** This member was alive so many seconds ago, as far as the sender has heard. */
  record Sighting(RingPeer peer, int ageSeconds) {}

  /**
   * Hands a lookup on.
   *
   * @param nonce by which its origin recognises the answer
   * @param direct whether the last member answers the origin itself; otherwise the answer goes back
   *     on the same way
   * @param hops messages that carried it so far, unanswered ones too
   * @param timeouts how many of them nobody answered
   */
  record Route(
      int requestId,
      long nonce,
      long target,
      PeerAddress origin,
      boolean direct,
      int hops,
      int timeouts,
      Purpose purpose)
      implements ChordMessage, Request<Routing> {
    @Override
    public Class<Routing> replyType() {
      return Routing.class;
    }
  }

  /** Says that a lookup was taken and will be handed on. */
  record Routing(int requestId, Purpose purpose) implements ChordMessage, Reply {}

  /**
   * Tells the origin of a {@link Route} how it ended.
   *
   * @param before the member that precedes the target
   * @param owners the owner and those that follow it
   */
  record Routed(
      long nonce, int hops, int timeouts, RingPeer before, List<RingPeer> owners, Purpose purpose)
      implements ChordMessage {}

  /** Asks for predecessor and successor list. */
  record GetNeighbors(int requestId) implements ChordMessage, Request<Neighbors> {
    @Override
    public Class<Neighbors> replyType() {
      return Neighbors.class;
    }
  }

  /** A member's predecessor, if it has one, and its successor list. */
  record Neighbors(int requestId, @Nullable RingPeer predecessor, List<RingPeer> successors)
      implements ChordMessage, Reply {}

  /** Asks for the predecessor alone; also the proof that a peer lives. */
  record GetPredecessor(int requestId) implements ChordMessage, Request<Predecessor> {
    @Override
    public Class<Predecessor> replyType() {
      return Predecessor.class;
    }
  }

  /** A member's predecessor, if it has one. */
  record Predecessor(int requestId, @Nullable RingPeer predecessor)
      implements ChordMessage, Reply {}

  /** Says that the sender may be the receiver's predecessor. */
  record Notify() implements ChordMessage {}

  /** Says that the receiver's successor has changed, so that it should stabilize now. */
  record Poke() implements ChordMessage {}

  /** Says that the sender leaves the ring. */
  record Leaving() implements ChordMessage {}

  /**
   * Asks the owner of a key to keep a record: the sender provides the content.
   *
   * @param name empty, or the content's name when the key is that of one of its words
   */
  record StoreRecord(int requestId, Key key, String name, int secondsLeft)
      implements ChordMessage, Request<Stored> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Stored> replyType() {
      return Stored.class;
    }
  }

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
  record Stored(int requestId, Outcome outcome, @Nullable RingPeer owner)
      implements ChordMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Takes back what the same sender asked to keep by {@link StoreRecord}. */
  record DropRecord(int requestId, Key key, String name) implements ChordMessage, Request<Stored> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Stored> replyType() {
      return Stored.class;
    }
  }

  /** Copies of records, as {@link Replicate}, of which the sender wants to know that they came. */
  record StoreCopies(int requestId, List<RecordCopy> copies)
      implements ChordMessage, Request<Stored> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Stored> replyType() {
      return Stored.class;
    }
  }

  /** Copies of records, from their owner to its successors, or to a new owner. */
  record Replicate(List<RecordCopy> copies) implements ChordMessage {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** The end of a part of a span that begins where the part before it ends, and its digest. */
  record Part(Place until, long digest) {}

  /** Asks a member that replicates the sender's records in which parts of a span it differs. */
  record CompareRecords(int requestId, Place after, List<Part> parts)
      implements ChordMessage, Request<Differences> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Differences> replyType() {
      return Differences.class;
    }
  }

  /**
   * Where two members differ; bit i stands for the i-th part, from 0.
   *
   * @param parts those whose digests differ
   * @param empty those of which the sender has nothing, although the other one has
   */
  record Differences(int requestId, int parts, int empty) implements ChordMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /**
   * Asks a member that replicates the sender's records for those that the sender lacks.
   *
   * @param marks of all records that the sender has in this span
   */
  record ExchangeRecords(int requestId, Span span, List<Long> marks)
      implements ChordMessage, Request<Exchanged> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Exchanged> replyType() {
      return Exchanged.class;
    }
  }

  /**
   * The records that the other one lacks.
   *
   * @param until up to where they are complete
   * @param lacking which of the other one's records this member lacks: bit i for the i-th mark
   */
  record Exchanged(int requestId, Place until, List<RecordCopy> copies, int lacking)
      implements ChordMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Asks for the providers of a content. */
  record GetRecords(int requestId, Key key) implements ChordMessage, Request<Records> {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    @Override
    public Class<Records> replyType() {
      return Records.class;
    }
  }

  /**
   * The providers of a content.
   *
   * @param owner who owns the key, as far as the sender knows, when that is another
   */
  record Records(int requestId, @Nullable RingPeer owner, List<Provider> providers)
      implements ChordMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /** One provider of the content that was asked for. */
  record Provider(PeerAddress address, int secondsLeft) {}

  /**
   * Asks the owner of the first of some words for the names that have all of them.
   *
   * @param lengthMax when the list of names with the first word is longer, only its length is asked
   */
  record FindNames(int requestId, List<String> words, int lengthMax)
      implements ChordMessage, Request<Names> {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    @Override
    public Class<Names> replyType() {
      return Names.class;
    }
  }

  /**
   * Names that have all the words.
   *
   * @param owner who owns the first word's key, as far as the sender knows, when that is another
   * @param length how many postings of the first word there are
   * @param complete whether these are all names that were announced: the list was not cut, and
   *     neither was this answer
   */
  record Names(
      int requestId, @Nullable RingPeer owner, int length, boolean complete, List<Name> names)
      implements ChordMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /** A content's name and some who provide it. */
  record Name(String text, List<PeerAddress> providers) {}
}
