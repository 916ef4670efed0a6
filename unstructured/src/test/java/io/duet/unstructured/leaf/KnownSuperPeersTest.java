package io.duet.unstructured.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.unstructured.UnstructuredWorld;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownSuperPeersTest {
  private final List<Peer> peers =
      IntStream.range(0, 40).mapToObj(i -> Peer.at(PeerAddress.ofIpv4(i, 1))).toList();
  private final KnownSuperPeers known =
      new KnownSuperPeers(new UnstructuredWorld(1).addHost(), peers.subList(0, 3));

  private List<Peer> tried() {
    return known.answering();
  }

  @Test
  void silentOnes_arePassedOver_untilAllAreSilent() {
    known.skip(peers.get(0));
    known.skip(peers.get(0));
    assertThat(tried()).containsExactlyInAnyOrder(peers.get(1), peers.get(2));
    assertThat(known.some()).containsExactly(peers.get(1), peers.get(2));
    known.skip(peers.get(2));
    assertThat(tried()).containsExactly(peers.get(1));
    known.skip(peers.get(1));
    assertThat(tried()).containsExactlyInAnyOrderElementsOf(peers.subList(0, 3));
  }

  @Test
  void whoIsHeardOfAgain_isTriedAgain() {
    known.skip(peers.get(0));
    known.learn(peers.get(0));
    assertThat(known.all()).containsExactly(peers.get(1), peers.get(2), peers.get(0));
    assertThat(tried()).hasSize(3);
  }

  /** Sixteen are remembered: the silent ones go first, then those that were learnt first. */
  @Test
  void memory_isBounded() {
    known.skip(peers.get(1));
    peers.subList(3, 16).forEach(known::learn);
    assertThat(known.all()).hasSize(16).endsWith(peers.get(1));
    known.learn(peers.get(16));
    assertThat(known.all()).hasSize(16).doesNotContain(peers.get(1)).contains(peers.get(0));
    known.learn(peers.get(17));
    assertThat(known.all()).hasSize(16).doesNotContain(peers.get(0));
  }
}
