package io.duet.unstructured.neighbor;

import io.duet.node.Host;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the neighbors of a super-peer said last: how many leaves each serves, and who shares them.
 */
public final class NeighborStatus {

  /**
   * What one said.
   *
   * @param missing of the leaves that were sent to it, those that its word does not show yet
   */
  private record Said(int leaves, int missing, @Nullable Peer partner) {
    int load() {
      return leaves + missing;
    }
  }

  private final Map<Peer, Said> said = new LinkedHashMap<>(0);
  private final Map<Peer, Long> asked = new LinkedHashMap<>(0); // since when unanswered
  private final Host host;
  private final long patienceNanos;

  /**
   * Nobody has said anything yet.
   *
   * @param patienceNanos after which a neighbor is late to answer a ping
   */
  NeighborStatus(Host host, long patienceNanos) {
    this.host = host;
    this.patienceNanos = patienceNanos;
  }

  /** Notes that a neighbor was pinged. */
  void asked(Peer neighbor) {
    asked.putIfAbsent(neighbor, host.nowNanos());
  }

  /**
   * Those of some neighbors that are not late to answer a ping; all of them where each one is. Who
   * still has time counts, or all walkers would go to whoever is nearest.
   */
  public List<Peer> answering(List<Peer> neighbors) {
    if (asked.isEmpty()) {
      return neighbors;
    }
    long since = host.nowNanos() - patienceNanos;
    List<Peer> answering = new ArrayList<>(neighbors);
    answering.removeIf(neighbor -> asked.getOrDefault(neighbor, Long.MAX_VALUE) < since);
    return answering.isEmpty() ? neighbors : answering;
  }

  /** Notes what a neighbor said. */
  public void heard(Peer neighbor, int leaves, List<Peer> partners) {
    asked.remove(neighbor);
    Peer partner = partners.isEmpty() ? null : partners.get(0);
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
  public List<Peer> peers() {
    return List.copyOf(said.keySet());
  }

  void forget(Peer neighbor) {
    asked.remove(neighbor);
    said.remove(neighbor);
  }

  /** Who shares the leaves of a neighbor, as it said itself; null when nobody does. */
  @Nullable Peer partnerOf(Peer neighbor) {
    Said last = said.get(neighbor);
    return last == null ? null : last.partner();
  }

  /** Of these neighbors, those whose turn a query is: one of two partners, for every sender. */
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

  /** Those that said that they share their leaves with nobody. */
  List<Peer> single() {
    return said.entrySet().stream()
        .filter(entry -> entry.getValue().partner() == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many leaves a neighbor serves, or will soon; -1 when it has not said so. */
  public int load(Peer neighbor) {
    Said last = said.get(neighbor);
    return last == null ? -1 : last.load();
  }

  /** The neighbor that serves the fewest leaves, if it serves fewer than this. */
  public @Nullable Peer lessLoadedThan(int load) {
    Peer best = null;
    int least = load;
    for (Map.Entry<Peer, Said> entry : said.entrySet()) {
      if (entry.getValue().load() < least) {
        best = entry.getKey();
        least = entry.getValue().load();
      }
    }
    return best;
  }

  /** How many leaves the neighbors could take until each serves so many. */
  public int roomUpTo(int leaves) {
    return said.values().stream().mapToInt(last -> Math.max(0, leaves - last.load())).sum();
  }

  /** Notes that a neighbor will soon serve one leaf more. */
  public void countLeafSentTo(Peer neighbor) {
    said.computeIfPresent(
        neighbor, (peer, last) -> new Said(last.leaves, last.missing + 1, last.partner));
  }
}
