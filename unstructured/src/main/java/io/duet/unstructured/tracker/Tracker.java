package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Status;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.tracker.TrackerMessage.Holding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

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

  private final Host host;
  private final TrackerConfig config;
  private final PeerRequests requests;
  private final List<Peer> entries;
  private final SwarmIndex index = new SwarmIndex();
  private List<Peer> others = List.of();

  /** The tracker role of a node, which reports to these entry servers. */
  Tracker(Host host, TrackerConfig config, PeerRequests requests, List<Peer> entries) {
    this.host = host;
    this.config = config;
    this.requests = requests;
    this.entries = entries;
  }

  SwarmIndex index() {
    return index;
  }

  /** The other trackers, as an entry server named them. */
  List<Peer> others() {
    return others;
  }

  /** Sets the other trackers of an assembled network. */
  void assemble(List<Peer> known) {
    others = known.stream().filter(other -> !other.equals(host.self())).toList();
  }

  /** Reports to the entry servers and drops silent peers, once a period. */
  void round() {
    for (Peer entry : entries) {
      requests.send(
          entry,
          id -> new TrackerMessage.Report(id, index.peers()),
          RetryPolicy.once(config.timeoutNanos()),
          ReplyHandler.of(reported -> others = reported.trackers(), () -> {}));
    }
    index.silentSince(host.nowNanos() - config.silenceNanos()).forEach(this::drop);
  }

  /** Drops a peer that is dead or has left. */
  void drop(Peer peer) {
    if (index.detach(peer)) {
      host.emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  void onAttach(Peer from, TrackerMessage.Attach attach) {
    boolean accepted = index.contains(from) || index.peers() < config.peersMax();
    if (accepted) {
      index.attach(from, host.nowNanos());
    }
    host.send(from, new TrackerMessage.AttachReply(attach.requestId(), accepted));
  }

  void onBeat(Peer from, TrackerMessage.Heartbeat beat) {
    boolean known = index.heard(from, host.nowNanos());
    host.send(from, new TrackerMessage.HeartbeatReply(beat.requestId(), known, others));
  }

  /** Indexes an announcement; returns the reason of a refusal, empty if there is none. */
  String onAnnounce(Peer from, TrackerMessage.Announce announce) {
    String refusal = index.heard(from, host.nowNanos()) ? "" : "announcement of a stranger";
    for (Holding holding : announce.holdings()) {
      PieceBitfield pieces = PieceBitfield.ofWords(holding.pieces(), holding.words());
      if (pieces == null) {
        refusal = "bad bitfield";
      } else if (refusal.isEmpty() && !index.put(from, holding.key(), pieces)) {
        refusal = "index too large";
      }
    }
    host.send(from, new TrackerMessage.AnnounceReply(announce.requestId(), refusal.isEmpty()));
    return refusal;
  }

  void onFind(Peer from, TrackerMessage.Find find) {
    List<Peer> holders = index.holders(find.key(), from, host.random());
    host.send(from, new TrackerMessage.Found(find.requestId(), holders, find.trafficClass()));
  }

  /** Sends the replicas of each piece; false if no content can have so many pieces. */
  boolean onCount(Peer from, TrackerMessage.CountReplicas count) {
    boolean possible = count.pieces() > 0 && count.pieces() <= PieceBitfield.COUNT_MAX;
    List<Integer> replicas = possible ? index.replicas(count.key(), count.pieces()) : List.of();
    host.send(from, new TrackerMessage.ReplicaCounts(count.requestId(), replicas));
    return possible;
  }

  /** Sends Leave to the entry servers and all peers. */
  void leave() {
    entries.forEach(entry -> host.send(entry, new TrackerMessage.Leave()));
    index.list().forEach(peer -> host.send(peer, new TrackerMessage.Leave()));
  }

  Status.Facts facts() {
    return Status.Facts.of("tracker")
        .with("peers", index.peers())
        .with("contents", index.contents())
        .with("holdings", index.entries())
        .with("other trackers", others.size());
  }

  Status.Table contents() {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<Key, PieceBitfield> content : index.some(Status.Table.ROWS_MAX).entrySet()) {
      Key key = content.getKey();
      List<Integer> replicas = index.replicas(key, content.getValue().count());
      rows.add(List.of(shortText(key), "" + index.holders(key), text(replicas)));
    }
    return new Status.Table("tracked", List.of("content", "peers", "replicas"), rows);
  }

  /** The first digits of a key, which distinguish contents in a table. */
  static String shortText(Key key) {
    return key.toString().substring(0, KEY_DIGITS);
  }

  /** The replicas of each piece; of many pieces, only the minimum and the maximum. */
  static String text(List<Integer> replicas) {
    if (replicas.size() > PIECES_SHOWN_MAX) {
      int fewest = replicas.stream().mapToInt(Integer::intValue).min().orElse(0);
      int most = replicas.stream().mapToInt(Integer::intValue).max().orElse(0);
      return fewest + " to " + most + " of each of " + replicas.size();
    }
    StringJoiner text = new StringJoiner(" ");
    replicas.forEach(count -> text.add(count.toString()));
    return text.toString();
  }
}
