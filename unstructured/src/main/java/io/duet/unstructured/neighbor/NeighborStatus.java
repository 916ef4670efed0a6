package io.duet.unstructured.neighbor;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the neighbours of a super-peer said last: how many leaves each serves, and who shares them.
 */
public final class NeighborStatus {

  /**
   * What one said.
   *
   * @param missing of the leaves that were sent to it, those that its word does not show yet
   */
  private record Said(int leaves, int missing, @Nullable PeerAddress partner) {
    int load() {
      return leaves + missing;
    }
  }

  private final Map<PeerAddress, Said> said = new LinkedHashMap<>(0);
  private final Map<PeerAddress, Long> asked = new LinkedHashMap<>(0); // since when unanswered
  private final Host host;
  private final long patienceNanos;

  /**
   * Nobody has said anything yet.
   *
   * @param patienceNanos after which a neighbour is late to answer a ping
   */
  NeighborStatus(Host host, long patienceNanos) {
    this.host = host;
    this.patienceNanos = patienceNanos;
  }

  /** Notes that a neighbour was pinged. */
  void asked(PeerAddress neighbor) {
    asked.putIfAbsent(neighbor, host.nowNanos());
  }

  /**
   * Those of some neighbours that are not late to answer a ping; all of them where each one is. Who
   * still has time counts, or all walkers would go to whoever is nearest.
   */
  public List<PeerAddress> answering(List<PeerAddress> neighbors) {
    if (asked.isEmpty()) {
      return neighbors;
    }
    long since = host.nowNanos() - patienceNanos;
    List<PeerAddress> answering = new ArrayList<>(neighbors);
    answering.removeIf(neighbor -> asked.getOrDefault(neighbor, Long.MAX_VALUE) < since);
    return answering.isEmpty() ? neighbors : answering;
  }

  /** Notes what a neighbour said. */
  public void heard(PeerAddress neighbor, int leaves, List<PeerAddress> partners) {
    asked.remove(neighbor);
    PeerAddress partner = partners.isEmpty() ? null : partners.get(0);
    said.merge(neighbor, new Said(leaves, 0, partner), NeighborStatus::after);
  }

  /**
   * Leaves that were sent are missing as far as its word has not risen by them, so who always says
   * that it serves few gets no more for that. One a time is forgiven, because some never arrive.
   */
  private static Said after(Said before, Said now) {
    int come = Math.max(0, now.leaves - before.leaves);
    return new Said(now.leaves, Math.max(0, before.missing - come - 1), now.partner);
  }

  /** Those who have said something. */
  public List<PeerAddress> peers() {
    return List.copyOf(said.keySet());
  }

  void forget(PeerAddress neighbor) {
    asked.remove(neighbor);
    said.remove(neighbor);
  }

  /** Who shares the leaves of a neighbour, as it said itself; null when nobody does. */
  @Nullable PeerAddress partnerOf(PeerAddress neighbor) {
    Said last = said.get(neighbor);
    return last == null ? null : last.partner();
  }

  /** Of these neighbours, those whose turn a query is: one of two partners, for every sender. */
  List<PeerAddress> turns(List<PeerAddress> neighbors, long query) {
    List<PeerAddress> turns = new ArrayList<>(neighbors.size());
    for (PeerAddress neighbor : neighbors) {
      PeerAddress other = partnerOf(neighbor);
      if (other == null || !neighbors.contains(other) || isTurn(neighbor, other, query)) {
        turns.add(neighbor);
      }
    }
    return turns;
  }

  private static boolean isTurn(PeerAddress one, PeerAddress other, long query) {
    boolean comesFirst = one.compareTo(other) < 0;
    return comesFirst == ((query & 1) == 0);
  }

  /** Those that said that they share their leaves with nobody. */
  List<PeerAddress> single() {
    return said.entrySet().stream()
        .filter(entry -> entry.getValue().partner() == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many leaves a neighbour serves, or will soon; -1 when it has not said so. */
  public int load(PeerAddress neighbor) {
    Said last = said.get(neighbor);
    return last == null ? -1 : last.load();
  }

  /** The neighbour that serves the fewest leaves, if it serves fewer than this. */
  public @Nullable PeerAddress lessLoadedThan(int load) {
    PeerAddress best = null;
    int least = load;
    for (Map.Entry<PeerAddress, Said> entry : said.entrySet()) {
      if (entry.getValue().load() < least) {
        best = entry.getKey();
        least = entry.getValue().load();
      }
    }
    return best;
  }

  /** How many leaves the neighbours could take until each serves so many. */
  public int roomUpTo(int leaves) {
    return said.values().stream().mapToInt(last -> Math.max(0, leaves - last.load())).sum();
  }

  /** Notes that a neighbour will soon serve one leaf more. */
  public void countLeafSentTo(PeerAddress neighbor) {
    said.computeIfPresent(
        neighbor, (peer, last) -> new Said(last.leaves, last.missing + 1, last.partner));
  }
}
