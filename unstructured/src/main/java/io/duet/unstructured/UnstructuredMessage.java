package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.Reply;
import io.duet.node.Request;
import java.util.List;

/** What peers, super-peers and leaves say to each other. */
public sealed interface UnstructuredMessage extends Message {

  @Override
  default Purpose purpose() {
    return Purpose.MAINTENANCE;
  }

  /** Asks to be neighbours. */
  record Link(int requestId) implements UnstructuredMessage, Request<Linked> {
    @Override
    public Class<Linked> replyType() {
      return Linked.class;
    }
  }

  /** Whether sender and receiver are neighbours now. */
  record Linked(int requestId, boolean accepted) implements UnstructuredMessage, Reply {}

  /** Asks whether the receiver lives. */
  record Ping(int requestId) implements UnstructuredMessage, Request<Pong> {
    @Override
    public Class<Pong> replyType() {
      return Pong.class;
    }
  }

  /**
   * The sender lives.
   *
   * @param load the leaves that it serves
   * @param known whether it counts the receiver among its neighbours or leaves
   * @param digest of the keys that the receiver, a leaf, has registered there
   * @param others some of its neighbours, for the day on which it dies
   */
  record Pong(int requestId, int load, boolean known, int digest, List<PeerAddress> others)
      implements UnstructuredMessage, Reply {}

  /** Says that the sender leaves. */
  record Farewell() implements UnstructuredMessage {}

  /**
   * A query that is flooded.
   *
   * @param id random, the same on all its ways
   * @param ttl how many more times it may be forwarded
   * @param hops messages that have carried it until now, this one included
   */
  record Query(long id, Key key, int ttl, int hops) implements UnstructuredMessage {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /**
   * The positive reply to a query; it goes back the way on which the query came.
   *
   * @param hops messages that carried the query to the one who knew
   */
  record QueryHit(long id, int hops, List<PeerAddress> providers) implements UnstructuredMessage {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /** A leaf asks to be attached, and hands over the beginning of its index. */
  record Attach(int requestId, List<Key> keys) implements UnstructuredMessage, Request<Attached> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Attached> replyType() {
      return Attached.class;
    }
  }

  /** Whether a leaf is attached now, and other super-peers that it may turn to. */
  record Attached(int requestId, boolean accepted, List<PeerAddress> others)
      implements UnstructuredMessage, Reply {}

  /** What a leaf offers from now on, or no longer. */
  record IndexChange(boolean added, List<Key> keys) implements UnstructuredMessage {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** A leaf's search, for its super-peer. */
  record LeafSearch(int requestId, Key key) implements UnstructuredMessage, Request<LeafAnswer> {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    @Override
    public Class<LeafAnswer> replyType() {
      return LeafAnswer.class;
    }
  }

  /**
   * How a leaf's search ended.
   *
   * @param hops messages that carried the query between super-peers until the answer was found
   */
  record LeafAnswer(int requestId, int hops, List<PeerAddress> providers)
      implements UnstructuredMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }
}
