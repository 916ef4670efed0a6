package io.duet.unstructured.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A slow peer is not taken for dead. There are two super-peers, 0 and 3, with leaves; a ping has a
 * deadline of one second, and the second ping of a suspect two.
 */
class SuspicionTest {
  private final UnstructuredWorld world =
      UnstructuredWorld.of(
          new SuperPeerPlugin(), 6, 1, Map.of("clusterSize", "3", "elect", "false"));

  /** Holds all messages from and to super-peer 3 for the given time, then releases them at once. */
  private void delay(double seconds) {
    world.startAll();
    world.pass(5);
    BitSet three = new BitSet();
    three.set(3);
    BitSet others = new BitSet();
    IntStream.of(0, 1, 2, 4, 5).forEach(others::set);
    world.simulation.faults().hold(three, others);
    world.simulation.faults().hold(others, three);
    world.pass(seconds);
  }

  private List<Peer> superPeersOfLeaves() {
    return IntStream.of(1, 2, 4, 5).mapToObj(leaf -> world.leaf(leaf).superPeer(0)).toList();
  }

  @Test
  void slowSuperPeer_keepsItsLinksAndLeaves() {
    delay(2.5);
    assertThat(superPeersOfLeaves()).contains(world.address(3));
    assertThat(world.superPeer(0).links().contains(world.address(3))).isTrue();
    List<Peer> before = superPeersOfLeaves();
    world.simulation.release();
    world.pass(5);
    assertThat(superPeersOfLeaves()).isEqualTo(before);
    assertThat(world.superPeer(0).links().contains(world.address(3))).isTrue();
  }

  @Test
  void silentSuperPeer_isLeftAfterASecondPing() {
    delay(4.5);
    assertThat(superPeersOfLeaves()).containsOnly(world.address(0));
    assertThat(world.superPeer(0).links().contains(world.address(3))).isFalse();
  }
}
