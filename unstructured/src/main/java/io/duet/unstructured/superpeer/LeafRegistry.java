package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.config.CapacityDistribution;
import io.duet.unstructured.directory.FileSizes;
import io.duet.unstructured.directory.StorageOffers;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers the leaves of a super-peer: takes a leaf or sends it on to another super-peer, and
 * drops leaves that are silent.
 *
 * <p>Message in: Join; out: Joined. Invariants: an entry outlives its leaf by at most {@link
 * #SILENT_PERIODS} ping periods and one more until the next look; at most leavesMax leaves.
 */
public final class LeafRegistry {
  public static final int SILENT_PERIODS = 3;

  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private final RedundantPartner partner;
  private final PromotionCandidates candidates = new PromotionCandidates();
  private final StorageOffers storage;
  private final FileSizes files;
  private final RecentlyDepartedLeaves departed = new RecentlyDepartedLeaves();

  LeafRegistry(
      NodeContext context,
      NeighborTable links,
      LeafIndex index,
      RedundantPartner partner,
      StorageOffers storage,
      FileSizes files) {
    this.context = context;
    this.links = links;
    this.index = index;
    this.partner = partner;
    this.storage = storage;
    this.files = files;
  }

  /** The leaves that have gone lately. */
  RecentlyDepartedLeaves departed() {
    return departed;
  }

  /** The number of leaves, the super-peer itself and its partner not counted. */
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

  /** The leaves that may become super-peers. */
  PromotionCandidates candidates() {
    return candidates;
  }

  /** Whom orphans would turn to if this super-peer died. */
  List<Peer> heirs() {
    Peer best = candidates.best();
    return best == null ? List.of() : List.of(best);
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
    context
        .host()
        .send(
            leaf,
            new LeafMessage.JoinReply(join.requestId(), accepted, partner.list(), others(better)));
  }

  /** Serves a leaf from now on; one of capacity 0 is not to become a super-peer. */
  public void serve(Peer leaf, int capacity) {
    index.attach(leaf, context.host().nowNanos());
    candidates.add(leaf, capacity);
    departed.remove(leaf);
  }

  private boolean isFull() {
    return leaves() >= context.config().leavesMax();
  }

  /**
   * Who is to take a leaf in this one's place: somebody with room when it has none, or its partner
   * has none; else a neighbor that is at least two leaves behind, unless the leaf is to stay.
   */
  private @Nullable Peer better(boolean insists) {
    boolean crowded = isFull() || (!insists && partner.load() >= context.config().leavesMax());
    return crowded
        ? withRoom()
        : insists ? null : links.neighborhood().lessLoadedThan(leaves() - 1);
  }

  private @Nullable Peer withRoom() {
    int max = context.config().leavesMax();
    Peer neighbor = links.neighborhood().lessLoadedThan(max);
    boolean partnerHasRoom = partner.load() >= 0 && partner.load() < max;
    return neighbor == null && partnerHasRoom ? partner.list().get(0) : neighbor;
  }

  private List<Peer> others(@Nullable Peer first) {
    List<Peer> others = new ArrayList<>(links.some());
    if (first != null) {
      others.remove(first);
      others.add(0, first);
    }
    return others;
  }

  /** Drops the leaves that have been silent for long. */
  void dropSilent() {
    long since = context.host().nowNanos() - SILENT_PERIODS * context.config().pingNanos();
    for (Peer leaf : index.silentSince(since)) {
      drop(leaf);
    }
  }

  /** Drops a leaf that is gone. */
  public void drop(Peer leaf) {
    candidates.remove(leaf);
    storage.forget(leaf);
    if (isLeaf(leaf) && index.detach(leaf)) {
      files.forget(leaf);
      departed.add(leaf, context.host().nowNanos());
      context.host().emit(new OverlayEvent.PeerDropped(leaf));
    }
  }

  /** Forgets a leaf that has become something else to this super-peer. */
  void release(Peer leaf) {
    drop(leaf);
    departed.remove(leaf);
  }

  /** A leaf that is said to be unreachable is asked once, before its entries are dropped. */
  void probe(Peer leaf) {
    if (isLeaf(leaf) && index.contains(leaf)) {
      context
          .requests()
          .send(
              leaf,
              UnstructuredMessage.Ping::new,
              context.once(),
              ReplyHandler.of(
                  (UnstructuredMessage.Pong pong) -> onPong(leaf, pong), () -> drop(leaf)));
    }
  }

  private void onPong(Peer leaf, UnstructuredMessage.Pong pong) {
    if (pong.bond() == PeerRelation.SUPER_PEER) {
      index.heard(leaf, context.host().nowNanos());
    } else {
      drop(leaf); // it has gone elsewhere
    }
  }

  /** Says farewell to all leaves. */
  void leave() {
    for (Peer leaf : index.peers()) {
      if (!leaf.equals(context.host().self())) {
        context.host().send(leaf, new UnstructuredMessage.Leave());
      }
    }
  }
}
