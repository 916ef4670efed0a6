package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Status;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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

  private record Load(int peers, long heardAt) {}

  private final Host host;
  private final Map<Peer, Load> trackers = new LinkedHashMap<>();

  EntryServer(Host host) {
    this.host = host;
  }

  /** Handles a tracker's report; returns the reason of a refusal, empty if there is none. */
  String onReport(Peer from, TrackerMessage.Report report) {
    if (trackers.size() >= TRACKERS_MAX && !trackers.containsKey(from)) {
      return "too many trackers";
    }
    heard(from, report.peers());
    List<Peer> others = leastLoaded(peer -> !peer.equals(from));
    host.send(from, new TrackerMessage.ReportReply(report.requestId(), others));
    return "";
  }

  /** Notes that a tracker lives, and the number of its peers. */
  void heard(Peer from, int peers) {
    trackers.put(from, new Load(peers, host.nowNanos()));
  }

  /** The trackers for a new peer; the load of the first one grows by 1. */
  List<Peer> redirect() {
    List<Peer> chosen = leastLoaded(peer -> true);
    if (!chosen.isEmpty()) {
      trackers.computeIfPresent(
          chosen.get(0), (peer, load) -> new Load(load.peers + 1, load.heardAt));
    }
    return chosen;
  }

  private List<Peer> leastLoaded(Predicate<Peer> matches) {
    return trackers.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().peers))
        .map(Map.Entry::getKey)
        .filter(matches)
        .limit(TrackerMessage.TRACKERS_MAX)
        .toList();
  }

  /** Drops the trackers that have been silent since this time. */
  void dropSilent(long sinceNanos) {
    trackers.entrySet().stream()
        .filter(tracker -> tracker.getValue().heardAt < sinceNanos)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::drop);
  }

  void drop(Peer peer) {
    if (trackers.remove(peer) != null) {
      host.emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  Status.Table status() {
    List<List<?>> rows =
        trackers.entrySet().stream()
            .<List<?>>map(entry -> List.of(entry.getKey().toString(), entry.getValue().peers))
            .toList();
    return new Status.Table("trackers", List.of("tracker", "peers"), rows);
  }
}
