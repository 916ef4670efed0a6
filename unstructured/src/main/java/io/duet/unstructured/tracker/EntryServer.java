package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an entry server sends peers to trackers, the least loaded first.
 *
 * <p>A tracker's load is what it reported last, and whoever was sent to it since, so that a crowd
 * between two reports is shared as well. A tracker that is silent is named no more after three and
 * a half periods. Whoever reports is a tracker: it can only hide contents, since peers ask those
 * who are found themselves.
 */
final class EntryServer {
  private static final int TRACKERS_MAX = 64;

  private static final class Tracker {
    private int peers;
    private long heardAt;
  }

  private final Host host;
  private final TrackerConfig config;
  private final Map<PeerAddress, Tracker> trackers = new LinkedHashMap<>();

  EntryServer(Host host, TrackerConfig config) {
    this.host = host;
    this.config = config;
  }

  /** Takes a tracker's report; false when there are too many of them. */
  boolean onReport(PeerAddress from, TrackerMessage.Report report) {
    if (trackers.size() >= TRACKERS_MAX && !trackers.containsKey(from)) {
      return false;
    }
    heard(from, report.peers());
    List<PeerAddress> others = byLoad();
    others.remove(from);
    host.send(from, new TrackerMessage.ReportReply(report.requestId(), first(others)));
    return true;
  }

  /** Notes that a tracker lives and has so many peers. */
  void heard(PeerAddress from, int peers) {
    Tracker tracker = trackers.computeIfAbsent(from, address -> new Tracker());
    tracker.peers = peers;
    tracker.heardAt = host.nowNanos();
  }

  /** The trackers for a peer that asks; the first one is counted as its own from now on. */
  List<PeerAddress> redirect() {
    List<PeerAddress> byLoad = first(byLoad());
    if (!byLoad.isEmpty()) {
      trackers.computeIfPresent(
          byLoad.get(0),
          (address, tracker) -> {
            tracker.peers++;
            return tracker;
          });
    }
    return byLoad;
  }

  private static List<PeerAddress> first(List<PeerAddress> some) {
    return List.copyOf(some.subList(0, Math.min(WireLimits.TRACKERS_MAX, some.size())));
  }

  private List<PeerAddress> byLoad() {
    List<Map.Entry<PeerAddress, Tracker>> all = new ArrayList<>(trackers.entrySet());
    all.sort(Comparator.comparingInt(entry -> entry.getValue().peers));
    List<PeerAddress> addresses = new ArrayList<>();
    all.forEach(entry -> addresses.add(entry.getKey()));
    return addresses;
  }

  /** Drops the trackers that have been silent for too long. */
  void dropSilent() {
    long since = host.nowNanos() - config.silenceNanos();
    for (PeerAddress address : byLoad()) {
      Tracker tracker = trackers.get(address);
      if (tracker != null && tracker.heardAt < since) {
        drop(address);
      }
    }
  }

  /** Drops a tracker that is gone. */
  void drop(PeerAddress address) {
    if (trackers.remove(address) != null) {
      host.emit(new OverlayEvent.PeerDropped(address));
    }
  }

  Status.Table status() {
    List<List<String>> rows = new ArrayList<>();
    trackers.forEach(
        (address, tracker) -> rows.add(List.of(address.toString(), "" + tracker.peers)));
    return new Status.Table("trackers", List.of("tracker", "peers"), rows);
  }
}
