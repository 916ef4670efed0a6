package io.duet.unstructured;

import io.duet.node.Peer;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The live nodes of a simulated network at one moment, with their roles. */
final class LiveNodes {
  private final long nowNanos;
  private final Map<Peer, UnstructuredNode> alive = new LinkedHashMap<>();

  LiveNodes(NetworkSnapshot snapshot) {
    this.nowNanos = snapshot.nowNanos();
    for (int i = 0; i < snapshot.nodes().size(); i++) {
      if (snapshot.isAlive(i)) {
        UnstructuredNode node = (UnstructuredNode) snapshot.nodes().get(i);
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

  boolean isAlive(Peer peer) {
    return alive.containsKey(peer);
  }

  /** The live super-peer with this id, or null. */
  @Nullable SuperPeer superPeer(Peer peer) {
    UnstructuredNode node = alive.get(peer);
    return node != null && node.role() instanceof SuperPeer superPeer ? superPeer : null;
  }

  /** Number of live super-peers. */
  long superPeers() {
    return alive.values().stream().filter(node -> node.role() instanceof SuperPeer).count();
  }

  /** The live leaf with this id, or null. */
  @Nullable Leaf leaf(Peer peer) {
    UnstructuredNode node = alive.get(peer);
    return node != null && node.role() instanceof Leaf leaf ? leaf : null;
  }
}
