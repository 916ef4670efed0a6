package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.onehop.LocationTable;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Builds single nodes, and those of an experiment's ring: each joins through an earlier one. */
record ChordNetwork(ChordConfig config, int nodes) implements OverlayNetwork, NodeFactory {

  /** Creates a node; a companion joins through the node to which it belongs. */
  @Override
  public Overlay create(int index, Host host, List<Peer> addresses) {
    return index < nodes
        ? node(host, addresses, index)
        : node(host, List.of(addresses.get(index % nodes)), 1);
  }

  /** Creates a node that may join through any of these; dead ones do not answer. */
  @Override
  public Overlay make(Host host, List<Peer> contacts) {
    return node(host, contacts, contacts.size());
  }

  @Override
  public Overlay recreate(int index, Host host, List<Peer> addresses) {
    return make(host, addresses);
  }

  private ChordNode node(Host host, List<Peer> contacts, int contactCount) {
    return new ChordNode(host, config, RingPeer.of(host.self()), contacts, contactCount);
  }

  @Override
  public int companions() {
    return config.virtualNodes() - 1;
  }

  @Override
  public void assemble(List<? extends Overlay> overlays) {
    List<ChordNode> ring = new ArrayList<>(overlays.size());
    overlays.forEach(overlay -> ring.add((ChordNode) overlay));
    ring.sort(Comparator.comparing(node -> node.routing().self().id(), Long::compareUnsigned));
    RingPeer[] peers = ring.stream().map(node -> node.routing().self()).toArray(RingPeer[]::new);
    for (int i = 0; i < peers.length; i++) {
      assemble(ring.get(i), i, peers);
    }
  }

  private void assemble(ChordNode node, int place, RingPeer[] peers) {
    int others = peers.length - 1;
    RingPeer[] after = new RingPeer[Math.max(1, Math.min(config.successors(), others))];
    for (int i = 0; i < after.length; i++) {
      after[i] = peers[(place + Math.min(1, others) + i) % peers.length];
    }
    RoutingState routing = node.routing();
    routing.assemble(peers[(place + others) % peers.length], after);
    for (int index = routing.lowestFinger(); index < routing.fingerLimit(); index++) {
      long start = routing.fingerStart(index);
      int owner = RingPeer.firstAtOrBeyond(peers, peers.length, 0, start);
      routing.finger(index, peers[owner % peers.length]);
    }
    LocationTable locations = node.locations();
    for (int i = 1; locations != null && i <= Math.min(others, config.cache()); i++) {
      locations.heard(peers[(place + i) % peers.length], 0);
    }
    node.beginMaintenance();
  }
}
