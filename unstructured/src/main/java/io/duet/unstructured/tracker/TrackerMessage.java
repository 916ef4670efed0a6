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
  /** The maximum number of trackers in a message. */
  int TRACKERS_MAX = 16;

  /** The maximum number of other peers in a message. */
  int PEERS_MAX = 16;

  /** The maximum number of contents in an announcement. */
  int HOLDINGS_MAX = 64;

  /** A new peer asks for a tracker. */
  @Wire(id = 120, name = "tracker.enter")
  record Enter(int requestId) implements TrackerMessage, Request<Redirect> {}

  /** The trackers that the sender knows; an entry server lists the least loaded first. */
  @Wire(id = 121, name = "tracker.redirect")
  record Redirect(int requestId, @Wire.Count(max = TRACKERS_MAX) List<Peer> trackers)
      implements TrackerMessage, Reply {}

  /** A tracker reports to an entry server that it lives, and the number of its peers. */
  @Wire(id = 122, name = "tracker.report")
  record Report(int requestId, @Wire.VarInt int peers)
      implements TrackerMessage, Request<ReportReply> {}

  /** The other trackers. */
  @Wire(id = 123, name = "tracker.report-reply")
  record ReportReply(int requestId, @Wire.Count(max = TRACKERS_MAX) List<Peer> trackers)
      implements TrackerMessage, Reply {}

  /** A peer asks a tracker to attach it, without any earlier announcement. */
  @Wire(id = 124, name = "tracker.attach")
  record Attach(int requestId) implements TrackerMessage, Request<AttachReply> {}

  /** Whether the tracker accepts the peer. */
  @Wire(id = 125, name = "tracker.attach-reply")
  record AttachReply(int requestId, boolean accepted) implements TrackerMessage, Reply {}

  /** A peer reports to its tracker that it lives. */
  @Wire(id = 126, name = "tracker.heartbeat")
  record Heartbeat(int requestId) implements TrackerMessage, Request<HeartbeatReply> {}

  /** Whether the peer is attached to the tracker, and the other trackers. */
  @Wire(id = 127, name = "tracker.heartbeat-reply")
  record HeartbeatReply(
      int requestId, boolean known, @Wire.Count(max = TRACKERS_MAX) List<Peer> trackers)
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
  record Announce(int requestId, @Wire.Count(max = HOLDINGS_MAX) List<Holding> holdings)
      implements TrackerMessage, Publishing, Request<AnnounceReply> {}

  /** Whether the tracker accepts all of an announcement. */
  @Wire(id = 129, name = "tracker.announce-reply")
  record AnnounceReply(int requestId, boolean accepted)
      implements TrackerMessage, Publishing, Reply {}

  /**
   * Asks a tracker which peers hold a content.
   *
   * @param trafficClass search for a user, or maintenance for a peer that looks for others
   */
  @Wire(id = 130, name = "tracker.find")
  record Find(int requestId, Key key, TrafficClass trafficClass)
      implements TrackerMessage, Request<Found> {}

  /** Some peers that have announced pieces of the content. */
  @Wire(id = 131, name = "tracker.found")
  record Found(
      int requestId, @Wire.Count(max = PEERS_MAX) List<Peer> peers, TrafficClass trafficClass)
      implements TrackerMessage, Reply {}

  /** Asks a tracker for the replicas of each piece of a content with {@code pieces} pieces. */
  @Wire(id = 132, name = "tracker.count-replicas")
  record CountReplicas(int requestId, Key key, @Wire.VarInt int pieces)
      implements TrackerMessage, Request<ReplicaCounts> {}

  /** The number of this tracker's peers that hold each piece; empty if none holds any. */
  @Wire(id = 133, name = "tracker.replica-counts")
  record ReplicaCounts(
      int requestId, @Wire.Count(max = PieceBitfield.COUNT_MAX) List<@Wire.VarInt Integer> replicas)
      implements TrackerMessage, Reply {}

  /** A peer asks another one which pieces of a content it holds, and for other holders. */
  @Wire(id = 134, name = "tracker.want")
  record Want(int requestId, Key key, TrafficClass trafficClass)
      implements TrackerMessage, Request<Have> {}

  /**
   * The pieces that the sender holds, and other peers that have confirmed to it that they hold
   * some.
   */
  @Wire(id = 135, name = "tracker.have")
  record Have(
      int requestId,
      @Wire.VarInt int pieces,
      @Wire.Count(max = PieceBitfield.WORDS_MAX) List<Long> words,
      @Wire.Count(max = PEERS_MAX) List<Peer> others,
      TrafficClass trafficClass)
      implements TrackerMessage, Reply {}

  /** A peer leaves its tracker, or a tracker its entry server. */
  @Wire(id = 136, name = "tracker.leave")
  record Leave() implements TrackerMessage {}
}
