package io.duet.unstructured;

import io.duet.node.PeerAddress;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nodes of a simulated network that live, and what they are, at one moment. */
final class LiveNodes {
  private final long nowNanos;
  private final Map<PeerAddress, UnstructuredNode> alive = new LinkedHashMap<>();

  /** Takes the roll of a network. */
  LiveNodes(NetworkSnapshot census) {
    this.nowNanos = census.nowNanos();
    for (int i = 0; i < census.nodes().size(); i++) {
      if (census.isAlive(i)) {
        UnstructuredNode node = (UnstructuredNode) census.nodes().get(i);
        alive.put(node.self(), node);
      }
    }
  }

  long nowNanos() {
    return nowNanos;
  }

  Iterable<UnstructuredNode> nodes() {
    return alive.values();
  }

  boolean isAlive(PeerAddress peer) {
    return alive.containsKey(peer);
  }

  /** The super-peer at an address; null when none lives there. */
  @Nullable SuperPeer superPeer(PeerAddress peer) {
    UnstructuredNode node = alive.get(peer);
    return node != null && node.role() instanceof SuperPeer superPeer ? superPeer : null;
  }

  /** How many of them are super-peers. */
  long superPeers() {
    return alive.values().stream().filter(node -> node.role() instanceof SuperPeer).count();
  }

  /** The leaf at an address; null when none lives there. */
  @Nullable Leaf leaf(PeerAddress peer) {
    UnstructuredNode node = alive.get(peer);
    return node != null && node.role() instanceof Leaf leaf ? leaf : null;
  }
}
