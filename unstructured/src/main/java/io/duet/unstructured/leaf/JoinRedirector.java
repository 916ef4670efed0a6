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
 * Redirects nodes that use a leaf as their contact: to its own super-peers first, then to others
 * that it knows.
 *
 * <p>Messages in: Ping, Join, LinkRequest; out: their replies.
 */
record JoinRedirector(Leaf leaf) {

  /** Handles a message; false if it is of another type. */
  boolean onMessage(Peer from, Message message) {
    if (message instanceof UnstructuredMessage.Ping ping) {
      PeerRelation relation = leaf.isAttachedTo(from) ? PeerRelation.SUPER_PEER : PeerRelation.NONE;
      List<Peer> others = leaf.known().some();
      send(from, new UnstructuredMessage.Pong(ping.requestId(), 0, relation, 0, List.of(), others));
    } else if (message instanceof LeafMessage.Join join) {
      send(from, new LeafMessage.JoinReply(join.requestId(), false, List.of(), targets()));
    } else if (message instanceof UnstructuredMessage.LinkRequest link) {
      send(from, new UnstructuredMessage.LinkReply(link.requestId(), false, List.of(), targets()));
    } else {
      return false;
    }
    return true;
  }

  private void send(Peer to, Message message) {
    leaf.context().send(to, message);
  }

  private List<Peer> targets() {
    List<Peer> peers = new ArrayList<>(leaf.superPeers());
    leaf.known().some().stream().filter(peer -> !peers.contains(peer)).forEach(peers::add);
    return List.copyOf(peers.subList(0, Math.min(peers.size(), WireLimits.OTHERS_MAX)));
  }
}
