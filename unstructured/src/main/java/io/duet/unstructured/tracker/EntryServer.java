package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Status;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entry server: it redirects new peers to the least loaded tracker.
 *
 * <p>A tracker's load is its last report plus the peers redirected to it since, so that a crowd
 * between two reports is spread too. A tracker is dropped after 3.5 periods of silence. Any node
 * that reports counts as a tracker; it can only hide contents, since peers ask holders themselves.
 *
 * <p>Messages in: Report, Enter; out: ReportReply, Redirect. Invariant: at most {@link
 * #TRACKERS_MAX} trackers.
 */
final class EntryServer {
  private static final int TRACKERS_MAX = 64;

  private static final class Tracker {
    private int peers;
    private long heardAt;
  }

  private final Host host;
  private final TrackerConfig config;
  private final Map<Peer, Tracker> trackers = new LinkedHashMap<>();

  EntryServer(Host host, TrackerConfig config) {
    this.host = host;
    this.config = config;
  }

  /** Handles a tracker's report; false if there are too many trackers. */
  boolean onReport(Peer from, TrackerMessage.Report report) {
    if (trackers.size() >= TRACKERS_MAX && !trackers.containsKey(from)) {
      return false;
    }
    heard(from, report.peers());
    List<Peer> others = byLoad().stream().filter(peer -> !peer.equals(from)).toList();
    host.send(from, new TrackerMessage.ReportReply(report.requestId(), first(others)));
    return true;
  }

  /** Notes that a tracker lives, and the number of its peers. */
  void heard(Peer from, int peers) {
    Tracker tracker = trackers.computeIfAbsent(from, peer -> new Tracker());
    tracker.peers = peers;
    tracker.heardAt = host.nowNanos();
  }

  /** The trackers for a new peer; the load of the first one grows by 1. */
  List<Peer> redirect() {
    List<Peer> byLoad = first(byLoad());
    Tracker first = byLoad.isEmpty() ? null : trackers.get(byLoad.get(0));
    if (first != null) {
      first.peers++;
    }
    return byLoad;
  }

  private static List<Peer> first(List<Peer> some) {
    return List.copyOf(some.subList(0, Math.min(WireLimits.TRACKERS_MAX, some.size())));
  }

  private List<Peer> byLoad() {
    return trackers.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().peers))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Drops the trackers that were silent for 3.5 periods. */
  void dropSilent() {
    long since = host.nowNanos() - config.silenceNanos();
    for (Peer peer : byLoad()) {
      Tracker tracker = trackers.get(peer);
      if (tracker != null && tracker.heardAt < since) {
        drop(peer);
      }
    }
  }

  /** Drops a tracker that is dead or has left. */
  void drop(Peer peer) {
    if (trackers.remove(peer) != null) {
      host.emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  Status.Table status() {
    List<List<String>> rows =
        trackers.entrySet().stream()
            .map(entry -> List.of(entry.getKey().toString(), "" + entry.getValue().peers))
            .toList();
    return new Status.Table("trackers", List.of("tracker", "peers"), rows);
  }
}
