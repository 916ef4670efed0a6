package io.duet.unstructured.leaf;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.message.WireLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * Redirects those who take a leaf for their entry point: to its own super-peers first, then to
 * others that it knows.
 *
 * <p>Messages in: Ping, Join, Link; out: their replies.
 */
record JoinRedirector(Leaf leaf) {

  /** Takes a message; false when it is another one. */
  boolean onMessage(Peer from, Message message) {
    if (message instanceof UnstructuredMessage.Ping ping) {
      PeerRelation bond = leaf.isAttachedTo(from) ? PeerRelation.SUPER_PEER : PeerRelation.NONE;
      List<Peer> others = leaf.known().some();
      send(from, new UnstructuredMessage.Pong(ping.requestId(), 0, bond, 0, List.of(), others));
    } else if (message instanceof LeafMessage.Join join) {
      send(from, new LeafMessage.JoinReply(join.requestId(), false, List.of(), whereTo()));
    } else if (message instanceof UnstructuredMessage.LinkRequest link) {
      send(from, new UnstructuredMessage.LinkReply(link.requestId(), false, List.of(), whereTo()));
    } else {
      return false;
    }
    return true;
  }

  private void send(Peer to, Message message) {
    leaf.context().send(to, message);
  }

  private List<Peer> whereTo() {
    List<Peer> peers = new ArrayList<>(leaf.superPeers());
    leaf.known().some().stream().filter(peer -> !peers.contains(peer)).forEach(peers::add);
    return List.copyOf(peers.subList(0, Math.min(peers.size(), WireLimits.OTHERS_MAX)));
  }
}
