package io.duet.unstructured.replication;

import io.duet.bounded.FairShareQuota;
import io.duet.node.PeerAddress;
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
 * The indexes that neighbours have handed over: who provides what, one hop away (Y. Chawathe et
 * al., "Making Gnutella-like P2P systems scalable", SIGCOMM 2003, section 3.2).
 *
 * <p>Invariants: only neighbours' pointers are found; a neighbour has at most {@link
 * LeafIndex#KEYS_PER_LEAF_MAX} of them and no more than the {@link FairShareQuota} leaves it; one
 * that goes beyond that loses all of its own.
 */
final class OneHopIndex {
  /** What one neighbour handed over. */
  private static final class Held {
    private final ContentIndex index;
    private boolean whole;

    Held(long salt) {
      this.index = new ContentIndex(salt);
    }
  }

  private final NeighborTable links;
  private final RandomGenerator random;
  private final FairShareQuota room;
  private final Map<PeerAddress, Held> byNeighbor = new LinkedHashMap<>(4);

  /** A table without pointers. */
  OneHopIndex(NeighborTable links, RandomGenerator random, int entriesMax) {
    this.links = links;
    this.random = random;
    this.room = new FairShareQuota(entriesMax);
  }

  /** How many pointers there are. */
  int entries() {
    return byNeighbor.values().stream().mapToInt(held -> held.index.entries()).sum();
  }

  /** Whether all is here that a neighbour has indexed, by its own word. */
  boolean isWhole(PeerAddress neighbor) {
    Held held = byNeighbor.get(neighbor);
    return held != null && held.whole;
  }

  /** What neighbours have for a question, beside what is found already. */
  SearchResults find(SearchCriteria question, int wanted, SearchResults found) {
    SearchResults all = found;
    for (Map.Entry<PeerAddress, Held> entry : byNeighbor.entrySet()) {
      if (links.contains(entry.getKey())) {
        all = all.with(entry.getValue().index.find(question, wanted), wanted);
      }
    }
    return all;
  }

  /** Forgets those that are neighbours no more. */
  void prune() {
    byNeighbor.keySet().removeIf(peer -> !links.contains(peer));
  }

  /** Forgets what a peer handed over. */
  void forget(PeerAddress peer) {
    byNeighbor.remove(peer);
  }

  /** Takes what a neighbour hands over; false, and all of it is forgotten, beyond the bounds. */
  boolean take(PeerAddress from, UnstructuredMessage.IndexUpdate message) {
    Held held = byNeighbor.computeIfAbsent(from, peer -> new Held(random.nextLong()));
    held.whole = message.whole();
    boolean fits = message.lots().stream().allMatch(lot -> take(held.index, lot));
    if (!fits) {
      byNeighbor.remove(from);
    }
    return fits;
  }

  private boolean take(ContentIndex index, UnstructuredMessage.Lot lot) {
    if (lot.fresh()) {
      index.clear(lot.provider());
    }
    int most = Math.min(LeafIndex.KEYS_PER_LEAF_MAX, room.perPeer(entries()));
    boolean fits = lot.contents().isEmpty() || index.entries() + lot.contents().size() <= most;
    if (fits) {
      lot.contents().forEach(content -> index.add(lot.provider(), content));
    }
    return fits;
  }

  /** The digest of what is here of each lot's provider, by the word of this neighbour. */
  List<Integer> digests(PeerAddress from, List<UnstructuredMessage.Lot> lots) {
    Held held = byNeighbor.get(from);
    List<Integer> digests = new ArrayList<>(lots.size());
    for (UnstructuredMessage.Lot lot : lots) {
      digests.add(held == null ? 0 : held.index.digest(lot.provider()));
    }
    return digests;
  }
}
