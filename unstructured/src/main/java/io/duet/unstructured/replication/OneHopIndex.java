package io.duet.unstructured.replication;

import io.duet.bounded.FairShareQuota;
import io.duet.node.Peer;
import io.duet.unstructured.index.ContentIndex;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Copies of the neighbors' indexes (Y. Chawathe et al., "Making Gnutella-like P2P systems
 * scalable", SIGCOMM 2003, section 3.2).
 *
 * <p>Invariants: only entries of present neighbors are found. A neighbor has at most {@link
 * LeafIndex#KEYS_PER_LEAF_MAX} entries and at most its {@link FairShareQuota}; beyond that all its
 * entries are dropped.
 */
final class OneHopIndex {
  /** The copy of one neighbor's index. */
  private final class Held extends ContentIndex {
    private boolean whole;

    Held(long salt) {
      super(salt);
    }

    boolean take(UnstructuredMessage.Lot lot) {
      if (lot.fresh()) {
        clear(lot.provider());
      }
      int max = Math.min(LeafIndex.KEYS_PER_LEAF_MAX, room.perPeer(OneHopIndex.this.entries()));
      boolean fits = lot.contents().isEmpty() || entries() + lot.contents().size() <= max;
      if (fits) {
        lot.contents().forEach(content -> add(lot.provider(), content));
      }
      return fits;
    }
  }

  private final NeighborTable links;
  private final RandomGenerator random;
  private final FairShareQuota room;
  private final Map<Peer, Held> byNeighbor = new LinkedHashMap<>(4);

  /** A table without entries. */
  OneHopIndex(NeighborTable links, RandomGenerator random, int entriesMax) {
    this.links = links;
    this.random = random;
    this.room = new FairShareQuota(entriesMax);
  }

  /** Number of entries. */
  int entries() {
    return byNeighbor.values().stream().mapToInt(Held::entries).sum();
  }

  /** Whether a neighbor says that its whole index is here. */
  boolean isWhole(Peer neighbor) {
    Held held = byNeighbor.get(neighbor);
    return held != null && held.whole;
  }

  /** Adds the results of the neighbors' indexes to those already found. */
  SearchResults find(SearchCriteria criteria, int wanted, SearchResults found) {
    SearchResults all = found;
    for (Map.Entry<Peer, Held> entry : byNeighbor.entrySet()) {
      if (links.contains(entry.getKey())) {
        all = all.with(entry.getValue().find(criteria, wanted), wanted);
      }
    }
    return all;
  }

  /** Drops the entries of former neighbors. */
  void prune() {
    byNeighbor.keySet().removeIf(peer -> !links.contains(peer));
  }

  /** Drops the entries of a neighbor. */
  void forget(Peer peer) {
    byNeighbor.remove(peer);
  }

  /** Applies an update; false, and the neighbor's entries are dropped, beyond the bounds. */
  boolean take(Peer from, UnstructuredMessage.IndexUpdate message) {
    Held held = byNeighbor.computeIfAbsent(from, peer -> new Held(random.nextLong()));
    held.whole = message.whole();
    boolean fits = message.lots().stream().allMatch(held::take);
    if (!fits) {
      byNeighbor.remove(from);
    }
    return fits;
  }

  /** The digests of the entries for the providers of these lots, for the acknowledgment. */
  List<Integer> digests(Peer from, List<UnstructuredMessage.Lot> lots) {
    Held held = byNeighbor.get(from);
    List<Integer> digests = new ArrayList<>(lots.size());
    for (UnstructuredMessage.Lot lot : lots) {
      digests.add(held == null ? 0 : held.digest(lot.provider()));
    }
    return digests;
  }
}
