package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.onehop.LocationService;
import io.duet.chord.ring.ChordConfig;
import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.OverlayNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Builds the nodes of an experiment's ring: each node joins through an earlier one. */
record ChordNetwork(ChordConfig config, int nodes) implements OverlayNetwork {

  /** Creates a node; a companion joins through the node to which it belongs. */
  @Override
  public Overlay create(int index, Host host, List<Peer> addresses) {
    if (index >= nodes) {
      List<Peer> own = List.of(addresses.get(index % nodes));
      return new ChordNode(host, config, RingPeer.of(host.self()), own, 1);
    }
    return new ChordNode(host, config, RingPeer.of(host.self()), addresses, index);
  }

  @Override
  public int companions() {
    return config.virtualNodes() - 1;
  }

  /** Creates a node that may join through any other; dead ones do not answer. */
  @Override
  public Overlay recreate(int index, Host host, List<Peer> addresses) {
    return new ChordNode(host, config, RingPeer.of(host.self()), addresses, addresses.size());
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
    node.routing().assemble(peers[(place + others) % peers.length], after);
    for (int index = node.routing().lowestFinger(); index < node.routing().fingerLimit(); index++) {
      node.routing().finger(index, owner(node.routing().fingerStart(index), peers));
    }
    LocationService locations = node.locations();
    for (int i = 1; locations != null && i <= Math.min(others, config.cache()); i++) {
      locations.table().heard(peers[(place + i) % peers.length], 0);
    }
    node.beginMaintenance();
  }

  /** The first peer at or after a position, by binary search. */
  private static RingPeer owner(long position, RingPeer[] peers) {
    int low = 0;
    int high = peers.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(peers[middle].id(), position) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return peers[low % peers.length];
  }
}
