package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.node.RoleChange;
import java.util.List;

/**
 * Election: a super-peer with too many leaves promotes its best leaf and hands half of them over;
 * one with very few becomes a leaf again if its neighbors have room. Neighbors balance their
 * numbers of leaves. All decisions are local.
 *
 * <p>Messages out: Promote, Redirect; in: PromoteReply. It has no timer; its owner calls {@link
 * #maintain} once a ping period. Invariant: a super-peer without neighbors never steps back.
 */
final class Election {
  private static final int PERIODS_MIN = 10;
  private static final int MOVES_MAX = 64;

  private final NodeContext context;
  private final NeighborTable links;
  private final RedundantPartner partner;
  private final LeafRegistry registry;
  private final int clusterSize;
  private boolean promoting;
  private int periods;

  Election(
      NodeContext context, NeighborTable links, RedundantPartner partner, LeafRegistry registry) {
    this.context = context;
    this.links = links;
    this.partner = partner;
    this.registry = registry;
    this.clusterSize = context.config().clusterSize();
  }

  void maintain() {
    if (!context.config().elects()) {
      return;
    }
    periods++;
    Peer best = registry.candidate();
    if (best != null
        && registry.leaves() > clusterSize * 3 / 2
        && links.neighborhood().lessLoadedThan(clusterSize / 2) == null) {
      promote(best, false);
    } else if (best != null && lacksPartner()) {
      promote(best, true);
    } else if (isSuperfluous()) {
      context.change(new RoleChange.ToLeaf(links.neighbors()));
    } else {
      balance();
    }
  }

  private boolean lacksPartner() {
    return periods > 2
        && !partner.isComplete()
        && links.neighborhood().someWithoutPartner() == null;
  }

  private boolean isSuperfluous() {
    return periods > PERIODS_MIN
        && registry.leaves() < clusterSize / 4
        && links.neighborhood().lessLoadedThan(registry.leaves()) == null
        && links.neighborhood().roomUpTo(clusterSize) > registry.leaves()
        && context.host().random().nextInt(4) == 0; // not all super-peers at once
  }

  private void promote(Peer leaf, boolean asPartner) {
    if (promoting) {
      return;
    }
    promoting = true;
    context.request(
        leaf,
        id -> new LeafMessage.Promote(id, asPartner),
        ReplyHandler.of(
            reply -> promoted(leaf, asPartner, reply.accepted()),
            () -> promoted(leaf, asPartner, false)));
  }

  private void promoted(Peer leaf, boolean asPartner, boolean accepted) {
    promoting = false;
    registry.removeCandidate(leaf);
    if (!accepted) {
      return;
    }
    registry.drop(leaf);
    links.addCandidate(leaf);
    if (!asPartner) {
      handOver(leaf, registry.leaves() / 2);
    }
  }

  /** Redirects some leaves to a neighbor that has far fewer. */
  private void balance() {
    Peer other = links.neighborhood().lessLoadedThan(registry.leaves() - clusterSize / 2);
    if (other != null) {
      handOver(other, (registry.leaves() - links.neighborhood().load(other)) / 4);
    }
  }

  private void handOver(Peer to, int count) {
    List<Peer> leaves = registry.peers();
    for (int i = 0; i < Math.min(count, Math.min(MOVES_MAX, leaves.size())); i++) {
      context.send(leaves.get(leaves.size() - 1 - i), new LeafMessage.Redirect(to));
      links.neighborhood().countLeafSentTo(to);
    }
  }
}
