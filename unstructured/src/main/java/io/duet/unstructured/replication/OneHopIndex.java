package io.duet.unstructured.replication;

import io.duet.bounded.FairShareQuota;
import io.duet.node.Peer;
import io.duet.unstructured.index.ContentIndex;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of the neighbors' indexes, and the feeds of this node's index to them (Y. Chawathe et al.,
 * "Making Gnutella-like P2P systems scalable", SIGCOMM 2003, section 3.2).
 *
 * <p>Invariants: only entries of present neighbors are found. A neighbor has at most {@link
 * LeafIndex#KEYS_PER_LEAF_MAX} entries and at most its {@link FairShareQuota}; beyond that all its
 * entries are dropped.
 */
final class OneHopIndex implements NeighborExchange {
  /** The copy of one neighbor's index. */
  private final class Held extends ContentIndex {
    private boolean whole;

    Held(long salt) {
      super(salt);
    }

    boolean take(UnstructuredMessage.ProviderContents part) {
      if (part.fresh()) {
        clear(part.provider());
      }
      int max = Math.min(LeafIndex.KEYS_PER_LEAF_MAX, room.perPeer(OneHopIndex.this.entries()));
      boolean fits = part.contents().isEmpty() || entries() + part.contents().size() <= max;
      if (fits) {
        part.contents().forEach(content -> add(part.provider(), content));
      }
      return fits;
    }
  }

  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex own;
  private final Runnable updateLater;
  private final FairShareQuota room;
  private final Map<Peer, Held> byNeighbor = new LinkedHashMap<>(4);
  private final Map<Peer, OneHopIndexFeed> feeds = new LinkedHashMap<>(0);

  /**
   * No copies yet.
   *
   * @param updateLater schedules another call of {@link #update} for all neighbors
   */
  OneHopIndex(
      NodeContext context,
      NeighborTable links,
      LeafIndex own,
      Runnable updateLater,
      int entriesMax) {
    this.context = context;
    this.links = links;
    this.own = own;
    this.updateLater = updateLater;
    this.room = new FairShareQuota(entriesMax);
  }

  /** Number of entries. */
  int entries() {
    return byNeighbor.values().stream().mapToInt(Held::entries).sum();
  }

  /** Whether a neighbor says that its whole index is here. */
  @Override
  public boolean spares(Peer neighbor, SearchCriteria criteria) {
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

  @Override
  public void prune() {
    byNeighbor.keySet().removeIf(peer -> !links.contains(peer));
    feeds.keySet().removeIf(peer -> !links.contains(peer));
  }

  @Override
  public void restart(Peer neighbor) {
    byNeighbor.remove(neighbor);
    feeds.replace(neighbor, feed(neighbor));
  }

  private OneHopIndexFeed feed(Peer neighbor) {
    return new OneHopIndexFeed(context, own, neighbor, updateLater);
  }

  @Override
  public boolean hasBegun(Peer neighbor) {
    return feeds.containsKey(neighbor);
  }

  @Override
  public void update(Peer neighbor) {
    feeds.computeIfAbsent(neighbor, this::feed).update();
  }

  /** Takes an update and acknowledges it; returns why it is refused, or empty. */
  String take(Peer from, UnstructuredMessage.IndexUpdate update) {
    if (!links.contains(from)) {
      return "one-hop index of a stranger";
    }
    boolean accepted = apply(from, update);
    context.send(
        from,
        new UnstructuredMessage.IndexUpdateAck(
            update.requestId(), accepted, digests(from, update.providers())));
    return accepted ? "" : "one-hop index too large";
  }

  /** Applies an update; false, and the neighbor's entries are dropped, beyond the bounds. */
  private boolean apply(Peer from, UnstructuredMessage.IndexUpdate message) {
    Held held =
        byNeighbor.computeIfAbsent(from, peer -> new Held(context.host().random().nextLong()));
    held.whole = message.whole();
    boolean fits = message.providers().stream().allMatch(held::take);
    if (!fits) {
      byNeighbor.remove(from);
    }
    return fits;
  }

  /** The digests of the entries for the providers of this update, for the acknowledgment. */
  private List<Integer> digests(Peer from, List<UnstructuredMessage.ProviderContents> batch) {
    Held held = byNeighbor.get(from);
    return batch.stream().map(part -> held == null ? 0 : held.digest(part.provider())).toList();
  }
}
