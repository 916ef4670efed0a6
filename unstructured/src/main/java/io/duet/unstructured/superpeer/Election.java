package io.duet.unstructured.superpeer;

import io.duet.node.PeerAddress;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.node.RoleChange;
import java.util.List;

/**
 * Elects super-peers without anybody who counts them. A super-peer with too many leaves promotes
 * its best leaf and hands half of them over; one with hardly any becomes a leaf again when its
 * neighbours have room; neighbours even out their leaves.
 *
 * <p>Messages out: Promote, Move; in: Promoted. It has no timer of its own: its owner calls {@link
 * #maintain} once a period. Invariant: who has no neighbour never steps back.
 */
final class Election {
  private static final int PERIODS_MIN = 10;
  private static final int MOVES_MAX = 64;

  private final NodeContext context;
  private final NeighborTable links;
  private final RedundantPartner partner;
  private final LeafRegistry desk;
  private final int wanted;
  private boolean promoting;
  private int periods;

  Election(NodeContext context, NeighborTable links, RedundantPartner partner, LeafRegistry desk) {
    this.context = context;
    this.links = links;
    this.partner = partner;
    this.desk = desk;
    this.wanted = context.config().clusterSize();
  }

  void maintain() {
    if (!context.config().elects()) {
      return;
    }
    periods++;
    PeerAddress best = desk.candidates().best();
    if (best != null
        && desk.leaves() > wanted * 3 / 2
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
        && desk.leaves() < wanted / 4
        && links.neighborhood().lessLoadedThan(desk.leaves()) == null
        && links.neighborhood().roomUpTo(wanted) > desk.leaves()
        && context.host().random().nextInt(4) == 0; // not all equals at once
  }

  private void promote(PeerAddress leaf, boolean asPartner) {
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

  private void promoted(PeerAddress leaf, boolean asPartner, boolean accepted) {
    promoting = false;
    desk.candidates().remove(leaf);
    if (!accepted) {
      return;
    }
    desk.drop(leaf);
    links.addCandidate(leaf);
    if (!asPartner) {
      handOver(leaf, desk.leaves() / 2);
    }
  }

  /** Sends some leaves to a neighbour that has far fewer. */
  private void balance() {
    PeerAddress other = links.neighborhood().lessLoadedThan(desk.leaves() - wanted / 2);
    if (other != null) {
      handOver(other, (desk.leaves() - links.neighborhood().load(other)) / 4);
    }
  }

  private void handOver(PeerAddress to, int count) {
    List<PeerAddress> leaves = desk.addresses();
    for (int i = 0; i < Math.min(count, Math.min(MOVES_MAX, leaves.size())); i++) {
      context.host().send(leaves.get(leaves.size() - 1 - i), new LeafMessage.Redirect(to));
      links.neighborhood().countLeafSentTo(to);
    }
  }
}
