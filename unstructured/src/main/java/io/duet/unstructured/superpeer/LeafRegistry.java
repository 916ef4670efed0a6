package io.duet.unstructured.superpeer;

import io.duet.bounded.BoundedMap;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.config.CapacityDistribution;
import io.duet.unstructured.directory.StorageOffers;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Registers the leaves of a super-peer and what they offer: accepts a leaf or redirects it to
 * another super-peer, applies its index updates, answers pings, and drops silent leaves.
 *
 * <p>Messages in: Join, Register, Ping; out: their replies, Ping, Leave. Invariants: an entry
 * outlives its leaf by at most {@link #SILENT_PERIODS} ping periods, and one more until the next
 * check; at most {@code leavesMax} leaves are registered; the provider of an entry is the peer that
 * registered it.
 */
public final class LeafRegistry {
  public static final int SILENT_PERIODS = 3;

  /** The maximum number of departed leaves that are remembered. */
  public static final int DEPARTED_MAX = 256;

  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private final RedundantPartner partner;
  private final Map<Peer, Integer> candidates = new LinkedHashMap<>(0); // with their capacities
  private final StorageOffers storage;
  private final BoundedMap<Peer, Long> departedAt = new BoundedMap<>(DEPARTED_MAX);

  LeafRegistry(
      NodeContext context,
      NeighborTable links,
      LeafIndex index,
      RedundantPartner partner,
      StorageOffers storage) {
    this.context = context;
    this.links = links;
    this.index = index;
    this.partner = partner;
    this.storage = storage;
  }

  /** The leaves that departed last and when, the first one first. */
  public Map<Peer, Long> departed() {
    return departedAt.entries();
  }

  /** The number of leaves, without the super-peer itself and its partner. */
  public int leaves() {
    return index.leaves() - 1 - partner.list().size();
  }

  /** The leaves, without the super-peer itself and its partner. */
  public List<Peer> peers() {
    return index.peers().stream().filter(this::isLeaf).toList();
  }

  private boolean isLeaf(Peer peer) {
    return !peer.equals(context.host().self()) && !partner.is(peer);
  }

  /**
   * The leaf to promote: of those that accept a promotion the one with the largest capacity, among
   * equals the first that came; null if none.
   */
  @Nullable Peer candidate() {
    return candidates.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  void removeCandidate(Peer leaf) {
    candidates.remove(leaf);
  }

  void onPing(Peer from, UnstructuredMessage.Ping ping) {
    index.heard(from, context.nowNanos());
    context.send(
        from,
        new UnstructuredMessage.Pong(
            ping.requestId(),
            leaves(),
            relation(from),
            index.digest(from),
            partner.list(),
            others(from)));
  }

  private PeerRelation relation(Peer peer) {
    if (partner.is(peer)) {
      return PeerRelation.PARTNER;
    }
    return links.contains(peer)
        ? PeerRelation.NEIGHBOR
        : index.contains(peer) ? PeerRelation.LEAF : PeerRelation.NONE;
  }

  /** Some neighbors and, for a leaf, the one that it tries first if this super-peer dies. */
  private List<Peer> others(Peer to) {
    List<Peer> others = links.some();
    Peer heir = index.contains(to) ? candidate() : null;
    if (heir != null && !heir.equals(to)) {
      others.add(heir);
    }
    return others;
  }

  void onRegister(Peer leaf, LeafMessage.Register register) {
    if (!index.heard(leaf, context.nowNanos())) {
      context.refuse(leaf, "index of a stranger");
      return;
    }
    boolean accepted = apply(leaf, register);
    if (!accepted) {
      context.refuse(leaf, "index too large");
    }
    context.send(leaf, new LeafMessage.RegisterReply(register.requestId(), accepted));
  }

  private boolean apply(Peer leaf, LeafMessage.Register register) {
    if (register.fresh()) {
      index.clear(leaf);
    }
    if (register.added()) {
      return index.add(leaf, register.contents());
    }
    index.remove(leaf, register.contents());
    return true;
  }

  public void onJoin(Peer leaf, LeafMessage.Join join) {
    if (join.capacity() > CapacityDistribution.MAX) {
      context.refuse(leaf, "capacity out of range");
      return;
    }
    Peer better = index.contains(leaf) ? null : better(join.insist());
    boolean accepted = better == null && (index.contains(leaf) || !isFull());
    if (accepted) {
      serve(leaf, join.capacity());
    } else if (better != null) {
      links.neighborhood().countLeafSentTo(better);
    }
    context.send(
        leaf,
        new LeafMessage.JoinReply(
            join.requestId(), accepted, partner.list(), otherSuperPeers(better)));
  }

  /** Registers a leaf; one of capacity 0 never becomes a super-peer. */
  public void serve(Peer leaf, int capacity) {
    if (!index.contains(leaf)) {
      context.host().emit(new OverlayEvent.PeerJoined(leaf, "leaf"));
    }
    index.attach(leaf, context.nowNanos());
    if (capacity > 0) {
      candidates.putIfAbsent(leaf, capacity);
    }
    departedAt.remove(leaf);
  }

  private boolean isFull() {
    return leaves() >= context.config().leavesMax();
  }

  /**
   * The super-peer to which a leaf is redirected; null if the leaf may stay. If this super-peer or
   * its partner is full, it is one with room; otherwise a neighbor with at least two leaves fewer,
   * unless the leaf insists.
   */
  private @Nullable Peer better(boolean insists) {
    boolean full = isFull() || (!insists && partner.load() >= context.config().leavesMax());
    return full ? withRoom() : insists ? null : links.neighborhood().lessLoadedThan(leaves() - 1);
  }

  private @Nullable Peer withRoom() {
    int max = context.config().leavesMax();
    Peer neighbor = links.neighborhood().lessLoadedThan(max);
    boolean partnerHasRoom = partner.load() >= 0 && partner.load() < max;
    return neighbor == null && partnerHasRoom ? partner.list().get(0) : neighbor;
  }

  private List<Peer> otherSuperPeers(@Nullable Peer first) {
    List<Peer> others = links.some();
    if (first != null) {
      others.remove(first);
      others.add(0, first);
    }
    return others;
  }

  /** Drops the leaves that were silent for {@link #SILENT_PERIODS} ping periods. */
  void dropSilent() {
    long since = context.nowNanos() - SILENT_PERIODS * context.config().pingNanos();
    index.silentSince(since).forEach(this::drop);
  }

  /** Drops a leaf that is dead or has left. */
  public void drop(Peer leaf) {
    candidates.remove(leaf);
    storage.forget(leaf);
    if (isLeaf(leaf) && index.detach(leaf)) {
      departedAt.put(leaf, context.nowNanos());
      context.host().emit(new OverlayEvent.PeerDropped(leaf));
    }
  }

  /** Removes a leaf that has become a neighbor or the partner. */
  void release(Peer leaf) {
    drop(leaf);
    departedAt.remove(leaf);
  }

  /** Pings a leaf that the host reports as unreachable, before its entries are dropped. */
  void probe(Peer leaf) {
    if (isLeaf(leaf) && index.contains(leaf)) {
      context.request(
          leaf,
          UnstructuredMessage.Ping::new,
          ReplyHandler.of(pong -> onPong(leaf, pong), () -> drop(leaf)));
    }
  }

  private void onPong(Peer leaf, UnstructuredMessage.Pong pong) {
    if (pong.relation() == PeerRelation.SUPER_PEER) {
      index.heard(leaf, context.nowNanos());
    } else {
      drop(leaf); // it is no longer a leaf of this super-peer
    }
  }

  /** Sends Leave to all leaves and the partner. */
  void leave() {
    for (Peer leaf : index.peers()) {
      if (!leaf.equals(context.host().self())) {
        context.send(leaf, new UnstructuredMessage.Leave());
      }
    }
  }
}
