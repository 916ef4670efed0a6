package io.duet.unstructured.tracker;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import java.util.List;

/** What entry servers, trackers and peers say to each other. */
sealed interface TrackerMessage extends Message {

  /** Why this is sent; most messages here keep peers and trackers together. */
  @Override
  default Purpose purpose() {
    return Purpose.MAINTENANCE;
  }

  /** A peer asks whom it can go to. */
  record Enter(int requestId) implements TrackerMessage, Request<Redirect> {
    @Override
    public Class<Redirect> replyType() {
      return Redirect.class;
    }
  }

  /** The trackers that the sender knows, the least loaded first where it is an entry server. */
  record Redirect(int requestId, List<PeerAddress> trackers) implements TrackerMessage, Reply {}

  /** A tracker tells an entry server that it is there, and how many peers it has. */
  record Report(int requestId, int peers) implements TrackerMessage, Request<Reported> {
    @Override
    public Class<Reported> replyType() {
      return Reported.class;
    }
  }

  /** The trackers that there are besides. */
  record Reported(int requestId, List<PeerAddress> trackers) implements TrackerMessage, Reply {}

  /** A peer asks a tracker to take it, and to forget what it may know of it. */
  record Attach(int requestId) implements TrackerMessage, Request<Attached> {
    @Override
    public Class<Attached> replyType() {
      return Attached.class;
    }
  }

  /** Whether the tracker has taken the peer. */
  record Attached(int requestId, boolean accepted) implements TrackerMessage, Reply {}

  /** A peer tells its tracker that it lives. */
  record Beat(int requestId) implements TrackerMessage, Request<Beaten> {
    @Override
    public Class<Beaten> replyType() {
      return Beaten.class;
    }
  }

  /** Whether the tracker knows the peer, and which trackers there are besides. */
  record Beaten(int requestId, boolean known, List<PeerAddress> trackers)
      implements TrackerMessage, Reply {}

  /**
   * Which pieces of a content a peer holds.
   *
   * @param pieces how many pieces the content has; 0 when the peer holds none of it any more
   * @param words the bitmap, 64 pieces in a word
   */
  record Holding(Key key, int pieces, List<Long> words) {}

  /** A peer tells its tracker what it holds now. */
  record Announce(int requestId, List<Holding> holdings)
      implements TrackerMessage, Request<Announced> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Announced> replyType() {
      return Announced.class;
    }
  }

  /** Whether the tracker has taken all of an announcement. */
  record Announced(int requestId, boolean accepted) implements TrackerMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /**
   * Asks a tracker which peers hold a content.
   *
   * @param use whether a user searches, or a peer looks for others that hold what it holds
   */
  record Find(int requestId, Key key, Purpose use) implements TrackerMessage, Request<Found> {
    @Override
    public Purpose purpose() {
      return use;
    }

    @Override
    public Class<Found> replyType() {
      return Found.class;
    }
  }

  /** Some peers that have said that they hold pieces of it. */
  record Found(int requestId, List<PeerAddress> peers, Purpose use)
      implements TrackerMessage, Reply {
    @Override
    public Purpose purpose() {
      return use;
    }
  }

  /** Asks a tracker how often each piece of a content is there, if it has so many pieces. */
  record Count(int requestId, Key key, int pieces) implements TrackerMessage, Request<Counts> {
    @Override
    public Class<Counts> replyType() {
      return Counts.class;
    }
  }

  /** How many peers of this tracker hold each piece; empty when none holds any. */
  record Counts(int requestId, List<Integer> replicas) implements TrackerMessage, Reply {}

  /** A peer asks another one which pieces of a content it holds itself, and who else does. */
  record Want(int requestId, Key key, Purpose use) implements TrackerMessage, Request<Have> {
    @Override
    public Purpose purpose() {
      return use;
    }

    @Override
    public Class<Have> replyType() {
      return Have.class;
    }
  }

  /** What the sender holds of the content, and others that have told it themselves they do. */
  record Have(int requestId, int pieces, List<Long> words, List<PeerAddress> others, Purpose use)
      implements TrackerMessage, Reply {
    @Override
    public Purpose purpose() {
      return use;
    }
  }

  /** A peer leaves its tracker, or a tracker its entry server. */
  record Farewell() implements TrackerMessage {}
}
