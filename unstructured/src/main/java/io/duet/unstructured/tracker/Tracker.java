package io.duet.unstructured.tracker;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Status;
import io.duet.overlay.spi.PeerNode;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.tracker.TrackerMessage.Holding;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tracker role: it indexes the announced pieces of its peers, and answers who holds a content
 * and how many replicas each piece has.
 *
 * <p>Messages in: Attach, Heartbeat, Announce, Find, CountReplicas, Leave, ReportReply; out: their
 * replies, Report, Leave. Invariants: a peer announces only for itself; its entries outlive it by
 * at most 4.5 periods: 3.5 of silence, and one until the next check.
 */
final class Tracker {
  private static final int PIECES_SHOWN_MAX = 32;
  private static final int KEY_DIGITS = 16;

  final SwarmIndex index = new SwarmIndex(SwarmIndex.ENTRIES_MAX);
  private final PeerNode<TrackerConfig> node;
  private final List<Peer> entries;
  private List<Peer> others = List.of();

  /** The tracker role of a node, which reports to these entry servers. */
  Tracker(PeerNode<TrackerConfig> node, List<Peer> entries) {
    this.node = node;
    this.entries = entries;
  }

  /** Sets the other trackers of an assembled network. */
  void assemble(List<Peer> known) {
    others = known.stream().filter(other -> !other.equals(node.self())).toList();
  }

  /** Reports to the entry servers and drops silent peers, once a period. */
  void round() {
    for (Peer entry : entries) {
      node.ask(
          entry,
          id -> new TrackerMessage.Report(id, index.peers()),
          ReplyHandler.of(reported -> others = reported.trackers(), () -> {}));
    }
    index.silentSince(node.config().silentSince(node.host())).forEach(this::drop);
  }

  /** Drops a peer that is dead or has left. */
  void drop(Peer peer) {
    if (index.detach(peer)) {
      node.host().emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  /** Handles a message for a tracker; returns the reason of a refusal, empty if there is none. */
  String handle(Peer from, Message message) {
    String refusal = "";
    if (message instanceof TrackerMessage.Find find) {
      List<Peer> holders = index.holders(find.key(), from, node.host().random());
      node.send(from, new TrackerMessage.Found(find.requestId(), holders, find.trafficClass()));
    } else if (message instanceof TrackerMessage.Heartbeat heartbeat) {
      boolean known = index.heard(from, node.host().nowNanos());
      node.send(from, new TrackerMessage.HeartbeatReply(heartbeat.requestId(), known, others));
    } else if (message instanceof TrackerMessage.Announce announce) {
      refusal = onAnnounce(from, announce);
    } else if (message instanceof TrackerMessage.Attach attach) {
      onAttach(from, attach);
    } else if (message instanceof TrackerMessage.CountReplicas count) {
      refusal = onCount(from, count);
    } else {
      refusal = "not a message for this role";
    }
    return refusal;
  }

  private void onAttach(Peer from, TrackerMessage.Attach attach) {
    boolean accepted = index.contains(from) || index.peers() < node.config().peersMax();
    if (accepted) {
      if (!index.contains(from)) {
        node.host().emit(new OverlayEvent.PeerJoined(from, "peer of this tracker"));
      }
      index.attach(from, node.host().nowNanos());
    }
    node.send(from, new TrackerMessage.AttachReply(attach.requestId(), accepted));
  }

  private String onAnnounce(Peer from, TrackerMessage.Announce announce) {
    boolean attached = index.heard(from, node.host().nowNanos());
    String refusal = attached ? "" : "announcement of a stranger";
    for (Holding holding : announce.holdings()) {
      PieceBitfield pieces = PieceBitfield.ofWords(holding.pieces(), holding.words());
      if (pieces == null) {
        refusal = "bad bitfield";
      } else if (refusal.isEmpty() && !index.put(from, holding.key(), pieces)) {
        refusal = "index too large";
      }
    }
    node.send(from, new TrackerMessage.AnnounceReply(announce.requestId(), refusal.isEmpty()));
    return refusal;
  }

  private String onCount(Peer from, TrackerMessage.CountReplicas count) {
    boolean possible = count.pieces() > 0 && count.pieces() <= PieceBitfield.COUNT_MAX;
    List<Integer> replicas = possible ? index.replicas(count.key(), count.pieces()) : List.of();
    node.send(from, new TrackerMessage.ReplicaCounts(count.requestId(), replicas));
    return possible ? "" : "no content has so many pieces";
  }

  /** Sends Leave to the entry servers and all peers. */
  void leave() {
    entries.forEach(entry -> node.send(entry, new TrackerMessage.Leave()));
    index.list().forEach(peer -> node.send(peer, new TrackerMessage.Leave()));
  }

  Status addTo(Status status) {
    List<List<?>> rows =
        index.contents().stream()
            .limit(Status.Table.ROWS_MAX)
            .<List<?>>map(key -> List.of(text(key), index.holders(key), text(index.replicas(key))))
            .toList();
    return status
        .with(
            Status.Facts.of("tracker")
                .with("peers", index.peers())
                .with("contents", index.contents().size())
                .with("holdings", index.entries())
                .with("other trackers", others.size()))
        .with(new Status.Table("tracked", List.of("content", "peers", "replicas"), rows));
  }

  /** The first digits of a key, which distinguish contents in a table. */
  static String text(Key key) {
    return key.toString().substring(0, KEY_DIGITS);
  }

  /** The replicas of each piece; of many pieces, only the minimum and the maximum. */
  static String text(List<Integer> replicas) {
    if (replicas.size() > PIECES_SHOWN_MAX) {
      return Collections.min(replicas)
          + (" to " + Collections.max(replicas))
          + (" of each of " + replicas.size());
    }
    return replicas.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
