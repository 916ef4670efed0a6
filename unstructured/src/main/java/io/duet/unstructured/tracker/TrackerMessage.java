package io.duet.unstructured.tracker;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;

/** The messages of entry servers, trackers and peers. */
sealed interface TrackerMessage extends Message {

  @Override
  default TrafficClass purpose() {
    return this instanceof Announce || this instanceof AnnounceReply
        ? TrafficClass.PUBLISH
        : TrafficClass.MAINTENANCE;
  }

  /** A new peer asks for a tracker. */
  @Wire(id = 120, name = "tracker.enter")
  record Enter(int requestId) implements TrackerMessage, Request<Redirect> {
    @Override
    public Class<Redirect> replyType() {
      return Redirect.class;
    }
  }

  /** The trackers that the sender knows; an entry server lists the least loaded first. */
  @Wire(id = 121, name = "tracker.redirect")
  record Redirect(int requestId, @Wire.Count(max = WireLimits.TRACKERS_MAX) List<Peer> trackers)
      implements TrackerMessage, Reply {}

  /** A tracker reports to an entry server that it lives, and the number of its peers. */
  @Wire(id = 122, name = "tracker.report")
  record Report(int requestId, @Wire.VarInt int peers)
      implements TrackerMessage, Request<ReportReply> {
    @Override
    public Class<ReportReply> replyType() {
      return ReportReply.class;
    }
  }

  /** The other trackers. */
  @Wire(id = 123, name = "tracker.report-reply")
  record ReportReply(int requestId, @Wire.Count(max = WireLimits.TRACKERS_MAX) List<Peer> trackers)
      implements TrackerMessage, Reply {}

  /** A peer asks a tracker to attach it, without any earlier announcement. */
  @Wire(id = 124, name = "tracker.attach")
  record Attach(int requestId) implements TrackerMessage, Request<AttachReply> {
    @Override
    public Class<AttachReply> replyType() {
      return AttachReply.class;
    }
  }

  /** Whether the tracker accepts the peer. */
  @Wire(id = 125, name = "tracker.attach-reply")
  record AttachReply(int requestId, boolean accepted) implements TrackerMessage, Reply {}

  /** A peer reports to its tracker that it lives. */
  @Wire(id = 126, name = "tracker.heartbeat")
  record Heartbeat(int requestId) implements TrackerMessage, Request<HeartbeatReply> {
    @Override
    public Class<HeartbeatReply> replyType() {
      return HeartbeatReply.class;
    }
  }

  /** Whether the peer is attached to the tracker, and the other trackers. */
  @Wire(id = 127, name = "tracker.heartbeat-reply")
  record HeartbeatReply(
      int requestId, boolean known, @Wire.Count(max = WireLimits.TRACKERS_MAX) List<Peer> trackers)
      implements TrackerMessage, Reply {}

  /**
   * The pieces of a content that a peer holds.
   *
   * @param pieces the number of pieces of the content; 0 if the peer no longer holds any
   * @param words the bitfield, 64 pieces in a word
   */
  record Holding(
      Key key,
      @Wire.VarInt int pieces,
      @Wire.Count(max = PieceBitfield.WORDS_MAX) List<Long> words) {}

  /** A peer announces to its tracker the pieces that it holds. */
  @Wire(id = 128, name = "tracker.announce")
  record Announce(int requestId, @Wire.Count(max = WireLimits.HOLDINGS_MAX) List<Holding> holdings)
      implements TrackerMessage, Request<AnnounceReply> {
    @Override
    public Class<AnnounceReply> replyType() {
      return AnnounceReply.class;
    }
  }

  /** Whether the tracker accepts all of an announcement. */
  @Wire(id = 129, name = "tracker.announce-reply")
  record AnnounceReply(int requestId, boolean accepted) implements TrackerMessage, Reply {}

  /**
   * Asks a tracker which peers hold a content.
   *
   * @param use search for a user, maintenance for an availability exchange
   */
  @Wire(id = 130, name = "tracker.find")
  record Find(int requestId, Key key, TrafficClass use) implements TrackerMessage, Request<Found> {
    @Override
    public TrafficClass purpose() {
      return use;
    }

    @Override
    public Class<Found> replyType() {
      return Found.class;
    }
  }

  /** Some peers that have announced pieces of the content. */
  @Wire(id = 131, name = "tracker.found")
  record Found(
      int requestId, @Wire.Count(max = WireLimits.PEERS_MAX) List<Peer> peers, TrafficClass use)
      implements TrackerMessage, Reply {
    @Override
    public TrafficClass purpose() {
      return use;
    }
  }

  /** Asks a tracker for the replicas of each piece of a content with {@code pieces} pieces. */
  @Wire(id = 132, name = "tracker.count-replicas")
  record CountReplicas(int requestId, Key key, @Wire.VarInt int pieces)
      implements TrackerMessage, Request<ReplicaCounts> {
    @Override
    public Class<ReplicaCounts> replyType() {
      return ReplicaCounts.class;
    }
  }

  /** The number of this tracker's peers that hold each piece; empty if none holds any. */
  @Wire(id = 133, name = "tracker.replica-counts")
  record ReplicaCounts(
      int requestId, @Wire.Count(max = PieceBitfield.COUNT_MAX) List<@Wire.VarInt Integer> replicas)
      implements TrackerMessage, Reply {}

  /** A peer asks another one which pieces of a content it holds, and for other holders. */
  @Wire(id = 134, name = "tracker.want")
  record Want(int requestId, Key key, TrafficClass use) implements TrackerMessage, Request<Have> {
    @Override
    public TrafficClass purpose() {
      return use;
    }

    @Override
    public Class<Have> replyType() {
      return Have.class;
    }
  }

  /** The pieces that the sender holds, and others that have told it that they hold some. */
  @Wire(id = 135, name = "tracker.have")
  record Have(
      int requestId,
      @Wire.VarInt int pieces,
      @Wire.Count(max = PieceBitfield.WORDS_MAX) List<Long> words,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<Peer> others,
      TrafficClass use)
      implements TrackerMessage, Reply {
    @Override
    public TrafficClass purpose() {
      return use;
    }
  }

  /** A peer leaves its tracker, or a tracker its entry server. */
  @Wire(id = 136, name = "tracker.leave")
  record Leave() implements TrackerMessage {}
}
