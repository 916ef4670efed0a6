package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers pings. A pong contains the sender's relation to this super-peer, and the digest of what
 * the sender has registered here.
 *
 * <p>Message in: Ping; out: Pong.
 */
record PingResponder(
    NodeContext context,
    NeighborTable links,
    LeafIndex index,
    RedundantPartner partner,
    LeafRegistry registry) {

  void onPing(Peer from, UnstructuredMessage.Ping ping) {
    index.heard(from, context.nowNanos());
    context.send(
        from,
        new UnstructuredMessage.Pong(
            ping.requestId(),
            registry.leaves(),
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

  /** Some neighbors and, for a leaf, the heir. */
  private List<Peer> others(Peer to) {
    List<Peer> others = new ArrayList<>(links.some());
    if (index.contains(to)) {
      others.addAll(registry.heirs());
      others.remove(to);
    }
    return others;
  }
}
