package io.duet.unstructured.tracker;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;

/** What entry servers, trackers and peers say to each other. */
sealed interface TrackerMessage extends Message {

  /** Why this is sent; most messages here keep peers and trackers together. */
  /** A peer asks whom it can go to. */
  @Wire(id = 120, name = "tracker.enter")
  record Enter(int requestId) implements TrackerMessage, Request<Redirect> {}

  /** The trackers that the sender knows, the least loaded first where it is an entry server. */
  @Wire(id = 121, name = "tracker.redirect")
  record Redirect(int requestId, @Wire.Count(max = WireLimits.TRACKERS_MAX) List<Peer> trackers)
      implements TrackerMessage, Reply {}

  /** A tracker tells an entry server that it is there, and how many peers it has. */
  @Wire(id = 122, name = "tracker.report")
  record Report(int requestId, @Wire.VarInt int peers)
      implements TrackerMessage, Request<ReportReply> {}

  /** The trackers that there are besides. */
  @Wire(id = 123, name = "tracker.report-reply")
  record ReportReply(int requestId, @Wire.Count(max = WireLimits.TRACKERS_MAX) List<Peer> trackers)
      implements TrackerMessage, Reply {}

  /** A peer asks a tracker to take it, and to forget what it may know of it. */
  @Wire(id = 124, name = "tracker.attach")
  record Attach(int requestId) implements TrackerMessage, Request<AttachReply> {}

  /** Whether the tracker has taken the peer. */
  @Wire(id = 125, name = "tracker.attach-reply")
  record AttachReply(int requestId, boolean accepted) implements TrackerMessage, Reply {}

  /** A peer tells its tracker that it lives. */
  @Wire(id = 126, name = "tracker.heartbeat")
  record Heartbeat(int requestId) implements TrackerMessage, Request<HeartbeatReply> {}

  /** Whether the tracker knows the peer, and which trackers there are besides. */
  @Wire(id = 127, name = "tracker.heartbeat-reply")
  record HeartbeatReply(
      int requestId, boolean known, @Wire.Count(max = WireLimits.TRACKERS_MAX) List<Peer> trackers)
      implements TrackerMessage, Reply {}

  /**
   * Which pieces of a content a peer holds.
   *
   * @param pieces how many pieces the content has; 0 when the peer holds none of it any more
   * @param words the bitmap, 64 pieces in a word
   */
  record Holding(
      Key key,
      @Wire.VarInt int pieces,
      @Wire.Count(max = PieceBitfield.WORDS_MAX) List<Long> words) {}

  /** A peer tells its tracker what it holds now. */
  @Wire(id = 128, name = "tracker.announce")
  record Announce(int requestId, @Wire.Count(max = WireLimits.HOLDINGS_MAX) List<Holding> holdings)
      implements TrackerMessage, Publishing, Request<AnnounceReply> {}

  /** Whether the tracker has taken all of an announcement. */
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

  /** Some peers that have said that they hold pieces of it. */
  @Wire(id = 131, name = "tracker.found")
  record Found(
      int requestId,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<Peer> peers,
      TrafficClass trafficClass)
      implements TrackerMessage, Reply {}

  /** Asks a tracker how often each piece of a content is there, if it has so many pieces. */
  @Wire(id = 132, name = "tracker.count-replicas")
  record CountReplicas(int requestId, Key key, @Wire.VarInt int pieces)
      implements TrackerMessage, Request<ReplicaCounts> {}

  /** How many peers of this tracker hold each piece; empty when none holds any. */
  @Wire(id = 133, name = "tracker.replica-counts")
  record ReplicaCounts(
      int requestId, @Wire.Count(max = PieceBitfield.COUNT_MAX) List<@Wire.VarInt Integer> replicas)
      implements TrackerMessage, Reply {}

  /** A peer asks another one which pieces of a content it holds itself, and who else does. */
  @Wire(id = 134, name = "tracker.want")
  record Want(int requestId, Key key, TrafficClass trafficClass)
      implements TrackerMessage, Request<Have> {}

  /** What the sender holds of the content, and others that have told it themselves they do. */
  @Wire(id = 135, name = "tracker.have")
  record Have(
      int requestId,
      @Wire.VarInt int pieces,
      @Wire.Count(max = PieceBitfield.WORDS_MAX) List<Long> words,
      @Wire.Count(max = WireLimits.PEERS_MAX) List<Peer> others,
      TrafficClass trafficClass)
      implements TrackerMessage, Reply {}

  /** A peer leaves its tracker, or a tracker its entry server. */
  @Wire(id = 136, name = "tracker.leave")
  record Leave() implements TrackerMessage {}
}
