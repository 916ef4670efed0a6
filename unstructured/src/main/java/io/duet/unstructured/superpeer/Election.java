package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.node.RoleChange;
import java.util.List;

/**
 * Elects super-peers without anybody who counts them. A super-peer with too many leaves promotes
 * its best leaf and hands half of them over; one with hardly any becomes a leaf again when its
 * neighbors have room; neighbors even out their leaves.
 *
 * <p>Messages out: Promote, Move; in: Promoted. It has no timer of its own: its owner calls {@link
 * #maintain} once a period. Invariant: who has no neighbor never steps back.
 */
final class Election {
  private static final int PERIODS_MIN = 10;
  private static final int MOVES_MAX = 64;

  private final NodeContext context;
  private final NeighborTable links;
  private final RedundantPartner partner;
  private final LeafRegistry registry;
  private final int wanted;
  private boolean promoting;
  private int periods;

  Election(
      NodeContext context, NeighborTable links, RedundantPartner partner, LeafRegistry registry) {
    this.context = context;
    this.links = links;
    this.partner = partner;
    this.registry = registry;
    this.wanted = context.config().clusterSize();
  }

  void maintain() {
    if (!context.config().elects()) {
      return;
    }
    periods++;
    Peer best = registry.candidates().best();
    if (best != null
        && registry.leaves() > wanted * 3 / 2
        && links.neighborhood().lessLoadedThan(wanted / 2) == null) {
      promote(best, false);
    } else if (best != null && isToFindPartner()) {
      promote(best, true);
    } else if (isSuperfluous()) {
      context.change(new RoleChange.ToLeaf(links.neighbors()));
    } else {
      balance();
    }
  }

  private boolean isToFindPartner() {
    return periods > 2 && !partner.isComplete() && links.someWithoutPartner() == null;
  }

  private boolean isSuperfluous() {
    return periods > PERIODS_MIN
        && registry.leaves() < wanted / 4
        && links.neighborhood().lessLoadedThan(registry.leaves()) == null
        && links.neighborhood().roomUpTo(wanted) > registry.leaves()
        && context.host().random().nextInt(4) == 0; // not all equals at once
  }

  private void promote(Peer leaf, boolean asPartner) {
    if (promoting) {
      return;
    }
    promoting = true;
    context
        .requests()
        .send(
            leaf,
            id -> new LeafMessage.Promote(id, asPartner),
            context.once(),
            ReplyHandler.of(
                (LeafMessage.PromoteReply reply) -> promoted(leaf, asPartner, reply.accepted()),
                () -> promoted(leaf, asPartner, false)));
  }

  private void promoted(Peer leaf, boolean asPartner, boolean accepted) {
    promoting = false;
    registry.candidates().remove(leaf);
    if (!accepted) {
      return;
    }
    registry.drop(leaf);
    links.addCandidate(leaf);
    if (!asPartner) {
      handOver(leaf, registry.leaves() / 2);
    }
  }

  /** Sends some leaves to a neighbor that has far fewer. */
  private void balance() {
    Peer other = links.neighborhood().lessLoadedThan(registry.leaves() - wanted / 2);
    if (other != null) {
      handOver(other, (registry.leaves() - links.neighborhood().load(other)) / 4);
    }
  }

  private void handOver(Peer to, int count) {
    List<Peer> leaves = registry.peers();
    for (int i = 0; i < Math.min(count, Math.min(MOVES_MAX, leaves.size())); i++) {
      context.host().send(leaves.get(leaves.size() - 1 - i), new LeafMessage.Redirect(to));
      links.neighborhood().countLeafSentTo(to);
    }
  }
}
