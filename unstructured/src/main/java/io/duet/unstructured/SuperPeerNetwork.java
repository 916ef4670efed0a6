package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A super-peer network as an experiment builds it: the first node of every cluster is a super-peer;
 * each node knows a few super-peers that come before it.
 */
final class SuperPeerNetwork implements OverlayNetwork {
  private static final int KNOWN = 4;
  private static final int TRIES_PER_LINK = 16;

  private final SuperPeerConfig config;
  private final RandomGenerator random;

  SuperPeerNetwork(SuperPeerConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  @Override
  public Overlay create(int index, Host host, List<PeerAddress> addresses) {
    int before = (index + config.clusterSize() - 1) / config.clusterSize();
    if (config.isSuperPeer(index)) {
      List<PeerAddress> contacts = superPeers(before, config.degree(), addresses);
      return UnstructuredNode.superPeer(host, config, Links.Contacts.of(contacts));
    }
    return UnstructuredNode.leaf(host, config, superPeers(before, KNOWN, addresses));
  }

  /** Some of the first {@code count} super-peers: all of them if there are no more than wanted. */
  private List<PeerAddress> superPeers(int count, int wanted, List<PeerAddress> addresses) {
    List<PeerAddress> some = new ArrayList<>(Math.min(count, wanted));
    for (int i = 0; i < Math.min(count, wanted); i++) {
      int cluster = count <= wanted ? i : random.nextInt(count);
      PeerAddress superPeer = addresses.get(cluster * config.clusterSize());
      if (!some.contains(superPeer)) {
        some.add(superPeer);
      }
    }
    return some;
  }

  @Override
  public void assemble(List<? extends Overlay> nodes) {
    List<SuperPeer> superPeers = new ArrayList<>();
    for (Overlay node : nodes) {
      if (((UnstructuredNode) node).role() instanceof SuperPeer superPeer) {
        link(superPeer, superPeers);
        superPeers.add(superPeer);
      }
    }
    superPeers.forEach(SuperPeer::begin);
    int next = 0;
    for (Overlay node : nodes) {
      if (((UnstructuredNode) node).role() instanceof Leaf leaf) {
        SuperPeer superPeer = superPeers.get(next++ % superPeers.size());
        superPeer.index().attach(leaf.host().self(), leaf.host().nowNanos());
        leaf.assemble(superPeer.self(), superPeer.links().some());
      }
    }
  }

  private void link(SuperPeer newcomer, List<SuperPeer> earlier) {
    int missing = Math.min(config.ownLinks(), earlier.size());
    for (int tries = missing * TRIES_PER_LINK; missing > 0 && tries > 0; tries--) {
      SuperPeer other = earlier.get(random.nextInt(earlier.size()));
      missing -= Links.assemble(newcomer.links(), other.links()) ? 1 : 0;
    }
  }
}
