package io.duet.unstructured.neighbor;

import io.duet.node.Host;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last reports of a super-peer's neighbors: how many leaves each serves, and its partner. */
public final class NeighborStatus {

  /**
   * The last report of one neighbor.
   *
   * @param missing leaves that were redirected to it, and that its reports do not yet include
   */
  private record Report(int leaves, int missing, @Nullable Peer partner) {
    int load() {
      return leaves + missing;
    }
  }

  private final Map<Peer, Report> reports = new LinkedHashMap<>(0);
  private final Map<Peer, Long> unansweredSince = new LinkedHashMap<>(0); // pings
  private final Host host;
  private final long lateNanos;

  /**
   * No reports yet.
   *
   * @param lateNanos the time after which a pong is late
   */
  NeighborStatus(Host host, long lateNanos) {
    this.host = host;
    this.lateNanos = lateNanos;
  }

  /** Notes that a ping was sent to a neighbor. */
  void asked(Peer neighbor) {
    unansweredSince.putIfAbsent(neighbor, host.nowNanos());
  }

  /**
   * The neighbors in this list whose pongs are not late; all of them if every pong is late. A pong
   * that may still come counts, or all walkers would go to the nearest neighbor.
   */
  public List<Peer> answering(List<Peer> neighbors) {
    if (unansweredSince.isEmpty()) {
      return neighbors;
    }
    long since = host.nowNanos() - lateNanos;
    List<Peer> answering = new ArrayList<>(neighbors);
    answering.removeIf(neighbor -> unansweredSince.getOrDefault(neighbor, Long.MAX_VALUE) < since);
    return answering.isEmpty() ? neighbors : answering;
  }

  /** Records the report of a neighbor. */
  public void heard(Peer neighbor, int leaves, List<Peer> partners) {
    unansweredSince.remove(neighbor);
    Peer partner = partners.isEmpty() ? null : partners.get(0);
    reports.merge(neighbor, new Report(leaves, 0, partner), NeighborStatus::after);
  }

  /**
   * Redirected leaves are missing until the reported number has risen by them, so a neighbor that
   * always reports few leaves gains nothing. Each report forgives one, because some never arrive.
   */
  private static Report after(Report before, Report now) {
    int arrived = Math.max(0, now.leaves - before.leaves);
    return new Report(now.leaves, Math.max(0, before.missing - arrived - 1), now.partner);
  }

  /** The neighbors that have reported. */
  public List<Peer> peers() {
    return List.copyOf(reports.keySet());
  }

  void forget(Peer neighbor) {
    unansweredSince.remove(neighbor);
    reports.remove(neighbor);
  }

  /** The partner that a neighbor reported; null if it has none. */
  @Nullable Peer partnerOf(Peer neighbor) {
    Report last = reports.get(neighbor);
    return last == null ? null : last.partner();
  }

  /** These neighbors, with one of two partners left out; the query id selects it. */
  List<Peer> turns(List<Peer> neighbors, long query) {
    List<Peer> turns = new ArrayList<>(neighbors.size());
    for (Peer neighbor : neighbors) {
      Peer other = partnerOf(neighbor);
      if (other == null || !neighbors.contains(other) || isTurn(neighbor, other, query)) {
        turns.add(neighbor);
      }
    }
    return turns;
  }

  private static boolean isTurn(Peer one, Peer other, long query) {
    boolean comesFirst = one.compareTo(other) < 0;
    return comesFirst == ((query & 1) == 0);
  }

  /** A random neighbor that reported no partner; null if there is none. */
  public @Nullable Peer someWithoutPartner() {
    List<Peer> single =
        reports.keySet().stream().filter(neighbor -> partnerOf(neighbor) == null).toList();
    return single.isEmpty() ? null : single.get(host.random().nextInt(single.size()));
  }

  /** The leaves of a neighbor, with those on their way to it; -1 before its first report. */
  public int load(Peer neighbor) {
    Report last = reports.get(neighbor);
    return last == null ? -1 : last.load();
  }

  /** The neighbor with the fewest leaves, if they are fewer than {@code load}; null if not. */
  public @Nullable Peer lessLoadedThan(int load) {
    return reports.entrySet().stream()
        .filter(entry -> entry.getValue().load() < load)
        .min(Comparator.comparingInt(entry -> entry.getValue().load()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** How many leaves the neighbors can take until each serves {@code leaves}. */
  public int roomUpTo(int leaves) {
    return reports.values().stream().mapToInt(last -> Math.max(0, leaves - last.load())).sum();
  }

  /** Counts a leaf that is redirected to a neighbor. */
  public void countLeafSentTo(Peer neighbor) {
    reports.computeIfPresent(
        neighbor, (peer, last) -> new Report(last.leaves, last.missing + 1, last.partner));
  }
}
