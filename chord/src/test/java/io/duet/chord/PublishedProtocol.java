package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Host;
import io.duet.node.Node;
import java.util.List;

/** The rules of 2001, in a node that exists only to show how they lose the ring. */
record PublishedProtocol(int successors) implements ExploredProtocol {

  @Override
  public Node member(Host host, List<RingPeer> ring, int place) {
    PublishedNode node = new PublishedNode(host, successors, host.self());
    CorrectedProtocol.assemble(node.routing(), ring, place, successors);
    node.becomeMember();
    return node;
  }

  @Override
  public Node newcomer(Host host, List<RingPeer> peers) {
    int contact = host.random().nextInt(peers.size());
    return new PublishedNode(host, successors, peers.get(contact).peer());
  }

  @Override
  public RoutingState routingOf(Node node) {
    return ((PublishedNode) node).routing();
  }

  @Override
  public boolean isMember(Node node) {
    return ((PublishedNode) node).isJoined();
  }
}
