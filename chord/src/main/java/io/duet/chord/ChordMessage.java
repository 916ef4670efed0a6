package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.Reply;
import io.duet.node.Request;
import io.duet.overlay.ProviderRecord;
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

  /** Asks the owner of a key to keep a record: the sender provides the content. */
  record StoreRecord(int requestId, Key key, int secondsLeft)
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

  /** Whether a record is kept now. */
  record Stored(int requestId, boolean accepted) implements ChordMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Takes back the record that the sender provides this content. */
  record DropRecord(Key key) implements ChordMessage {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Copies of records, from their owner to its successors, or to a new owner. */
  record Replicate(List<ProviderRecord> records) implements ChordMessage {
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
}
