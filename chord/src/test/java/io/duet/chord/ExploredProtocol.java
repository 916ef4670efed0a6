package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Host;
import io.duet.node.Node;
import java.util.List;

/** A ring protocol as an exploration sees it. */
interface ExploredProtocol {

  /** A member of the ideal ring of these peers, in which it has this place. */
  Node member(Host host, List<RingPeer> ring, int place);

  /** A node that joins through the peer that its host's chance chooses among these. */
  Node newcomer(Host host, List<RingPeer> peers);

  /** What a node knows of the ring. */
  RoutingState routingOf(Node node);

  /** Whether a node has joined. */
  boolean isMember(Node node);
}
