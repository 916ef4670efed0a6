package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The keepers that nodes name: two super-peers, nodes 0 and 4, each with three leaves. */
class KeeperLookupTest {
  private final UnstructuredWorld world =
      UnstructuredWorld.of(new SuperPeerPlugin(), 8, 1, Map.of("clusterSize", "4"));

  KeeperLookupTest() {
    world.startAll();
    world.pass(4);
  }

  private List<Peer> namedBy(int node, int count) {
    List<Peer> named = new ArrayList<>();
    world.node(node).keepers(Key.ofName("a mailbox"), count, named::addAll);
    return named;
  }

  @Test
  void leaf_namesItsSuperPeer_andThenOthers() {
    Peer own = world.leaf(1).superPeers().get(0);
    assertThat(namedBy(1, 1)).containsExactly(own);
    assertThat(namedBy(1, 5)).startsWith(own).contains(world.address(0), world.address(4));
  }

  @Test
  void superPeer_namesItsNeighbors_andThenItsLeaves() {
    List<Peer> leaves = world.superPeer(0).registry().peers();
    assertThat(namedBy(0, 1)).containsExactly(world.address(4));
    assertThat(namedBy(0, 9)).startsWith(world.address(4)).containsAll(leaves);
    assertThat(namedBy(0, 9)).hasSize(1 + leaves.size());
  }
}
