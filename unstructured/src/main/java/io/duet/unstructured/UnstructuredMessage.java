package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.Reply;
import io.duet.node.Request;
import io.duet.overlay.ContentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What super-peers and leaves say to each other. */
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

  /**
   * Whether sender and receiver are neighbours now.
   *
   * @param partners who shares the sender's leaves
   * @param others super-peers that the receiver may ask too
   */
  record Linked(
      int requestId, boolean accepted, List<PeerAddress> partners, List<PeerAddress> others)
      implements UnstructuredMessage, Reply {}

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
   * @param bond what the receiver is to it
   * @param digest of the contents that the receiver, a leaf, has registered there
   * @param partners who shares its leaves
   * @param others super-peers that it knows, for the day on which it dies
   */
  record Pong(
      int requestId,
      int load,
      Bond bond,
      int digest,
      List<PeerAddress> partners,
      List<PeerAddress> others)
      implements UnstructuredMessage, Reply {}

  /** Asks to share leaves from now on. */
  record Pair(int requestId) implements UnstructuredMessage, Request<Paired> {
    @Override
    public Class<Paired> replyType() {
      return Paired.class;
    }
  }

  /** Whether sender and receiver are partners now. */
  record Paired(int requestId, boolean accepted) implements UnstructuredMessage, Reply {}

  /**
   * Asks a leaf to become a super-peer.
   *
   * @param asPartner whether it is to share the sender's leaves
   */
  record Promote(int requestId, boolean asPartner)
      implements UnstructuredMessage, Request<Promoted> {
    @Override
    public Class<Promoted> replyType() {
      return Promoted.class;
    }
  }

  /** Whether the sender is a super-peer now, and no leaf of the receiver any more. */
  record Promoted(int requestId, boolean accepted) implements UnstructuredMessage, Reply {}

  /** Sends a leaf to another super-peer. */
  record Move(PeerAddress to) implements UnstructuredMessage {}

  /** Says that the sender leaves. */
  record Farewell() implements UnstructuredMessage {}

  /**
   * What the sender's index may hold, in place of what it told before.
   *
   * @param filter null when that is too much for a filter
   */
  record Filter(int requestId, @Nullable BloomFilter filter)
      implements UnstructuredMessage, Request<FilterTaken> {
    @Override
    public Class<FilterTaken> replyType() {
      return FilterTaken.class;
    }
  }

  /** A filter has come, and is used, or refused. */
  record FilterTaken(int requestId, boolean accepted) implements UnstructuredMessage, Reply {}

  /**
   * What a provider offers, by the word of a neighbour.
   *
   * @param fresh whether all that it offered before is forgotten first
   */
  record Lot(PeerAddress provider, boolean fresh, List<Content> contents) {}

  /**
   * Part of the sender's index.
   *
   * @param whole whether the receiver holds all of it then
   * @param lots of {@link Questions#CONTENTS_MAX} contents together, at most
   */
  record Pointers(int requestId, boolean whole, List<Lot> lots)
      implements UnstructuredMessage, Request<PointersTaken> {
    /** At most this many providers are named by one message. */
    static final int LOTS_MAX = 64;

    @Override
    public Class<PointersTaken> replyType() {
      return PointersTaken.class;
    }
  }

  /**
   * Part of an index was taken, or all of it is forgotten.
   *
   * @param digests of what the sender holds now of each provider that was named
   */
  record PointersTaken(int requestId, boolean accepted, List<Integer> digests)
      implements UnstructuredMessage, Reply {}

  /**
   * A query that is flooded.
   *
   * @param id random, the same on all its ways
   * @param wanted results that it wants; nobody answers with more
   * @param ttl how many more times it may be forwarded
   * @param hops messages that have carried it until now, this one included
   */
  record Query(long id, Question question, int wanted, int ttl, int hops)
      implements UnstructuredMessage {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    Query oneHopFarther() {
      return new Query(id, question, wanted, ttl - 1, hops + 1);
    }

    /** The same query, that goes no farther than so many hops in all. */
    Query within(int hopsMax) {
      int left = Math.max(0, hopsMax - hops);
      return ttl <= left ? this : new Query(id, question, wanted, left, hops);
    }
  }

  /**
   * A walker: a query that is sent on to one neighbour.
   *
   * @param id random, the same for all walkers of a query
   * @param wanted results that it wants; nobody answers with more
   * @param ttl how many more steps it may take
   * @param hops steps until now, this one included
   * @param origin whom it asks whether it is still wanted
   * @param walker its number among the walkers of the query, for its origin
   */
  record Walk(
      long id, Question question, int wanted, int ttl, int hops, PeerAddress origin, int walker)
      implements UnstructuredMessage {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    Walk oneHopFarther() {
      return new Walk(id, question, wanted, ttl - 1, hops + 1, origin, walker);
    }

    /** The same walker, that takes no more than so many steps in all. */
    Walk within(int stepsMax) {
      int left = Math.max(0, stepsMax - hops);
      return ttl <= left ? this : new Walk(id, question, wanted, left, hops, origin, walker);
    }
  }

  /**
   * What the sender, a neighbour, has room for.
   *
   * @param capacity of the sender
   * @param tokens how many walkers the receiver may send it from now on
   */
  record Grant(int capacity, int tokens) implements UnstructuredMessage {}

  /** A walker asks its origin whether it is still wanted. */
  record StillWanted(int requestId, long query, int walker)
      implements UnstructuredMessage, Request<Wanted> {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    @Override
    public Class<Wanted> replyType() {
      return Wanted.class;
    }
  }

  /** Whether a query is still under way. */
  record Wanted(int requestId, boolean wanted) implements UnstructuredMessage, Reply {
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
  record QueryHit(long id, int hops, Findings found) implements UnstructuredMessage {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /**
   * A hit that one on the way remembers from an earlier query.
   *
   * @param millisLeft milliseconds for which it does so still, and others may
   */
  record CachedHit(long id, int hops, Findings found, int millisLeft)
      implements UnstructuredMessage {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    QueryHit asHit() {
      return new QueryHit(id, hops, found);
    }
  }

  /** Asks whether the receiver offers these contents; a name is asked for by its key. */
  record Confirm(int requestId, List<Key> keys) implements UnstructuredMessage, Request<Confirmed> {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    @Override
    public Class<Confirmed> replyType() {
      return Confirmed.class;
    }
  }

  /** Whether the sender offers each of the contents that it was asked for, in their order. */
  record Confirmed(int requestId, List<Boolean> offered) implements UnstructuredMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /**
   * Asks to become a leaf of the receiver, or to be told a better one.
   *
   * @param insist whether it wants no other: it was sent here, or has been served here before
   * @param capacity how much it could do as a super-peer; 0 when it does not want to be one
   */
  record Join(int requestId, boolean insist, int capacity)
      implements UnstructuredMessage, Request<Joined> {
    @Override
    public Class<Joined> replyType() {
      return Joined.class;
    }
  }

  /**
   * Whether the receiver is a leaf of the sender now.
   *
   * @param partners with whom it has to register too
   * @param others super-peers that it may turn to; when it is sent on, the best one first
   */
  record Joined(
      int requestId, boolean accepted, List<PeerAddress> partners, List<PeerAddress> others)
      implements UnstructuredMessage, Reply {}

  /**
   * What a leaf offers from now on, or no longer.
   *
   * @param fresh whether all that it offered before is forgotten first
   */
  record Register(int requestId, boolean fresh, boolean added, List<Content> contents)
      implements UnstructuredMessage, Request<Registered> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Registered> replyType() {
      return Registered.class;
    }
  }

  /**
   * A change of what a leaf offers was taken, or refused.
   *
   * @param digest of all that it offers now, as far as the sender knows
   */
  record Registered(int requestId, boolean accepted, int digest)
      implements UnstructuredMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** A leaf's search, for its super-peer. */
  record LeafQuery(int requestId, Question question, int wanted)
      implements UnstructuredMessage, Request<LeafAnswer> {
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
  record LeafAnswer(int requestId, int hops, Findings found) implements UnstructuredMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /**
   * Tells a super-peer what the sender, a leaf, would store for others.
   *
   * @param bytes 0 or more
   */
  record Room(long bytes) implements UnstructuredMessage {}

  /** Asks who has a file of this name, or else who has room for so many bytes, 0 or more. */
  record Place(int requestId, ContentName name, long bytes)
      implements UnstructuredMessage, Request<Placed> {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    @Override
    public Class<Placed> replyType() {
      return Placed.class;
    }
  }

  /**
   * Who is meant.
   *
   * @param held whether it has the file already
   * @param peers the best one first, or nobody
   */
  record Placed(int requestId, boolean held, List<PeerAddress> peers)
      implements UnstructuredMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }
}
