package io.duet.unstructured.superpeer;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.QueryEvent;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two super-peers share the leaves of a cluster: three clusters of six, partners 0 1, 6 7, 12 13.
 */
class RedundancyTest {
  private static final Key KEY = Key.ofName("a file");
  private static final List<Integer> SUPER_PEERS = List.of(0, 1, 6, 7, 12, 13);

  private final UnstructuredWorld world =
      UnstructuredWorld.of(
          new SuperPeerPlugin(), 18, 1, Map.of("clusterSize", "6", "redundancy", "2"));

  private void start() {
    world.startAll();
    world.pass(8);
  }

  private List<Integer> leaves() {
    return IntStream.range(0, 18).filter(i -> !SUPER_PEERS.contains(i)).boxed().toList();
  }

  private List<Peer> superPeersOf(int leaf) {
    return world.leaf(leaf).superPeers();
  }

  private void assertEachLeafIsWithPartners() {
    for (int leaf : leaves()) {
      List<Peer> two = superPeersOf(leaf);
      assertThat(two).as("leaf %d", leaf).hasSize(2);
      assertThat(world.superPeerAt(two.get(0)).partner().list()).containsExactly(two.get(1));
      assertThat(two)
          .allMatch(
              superPeer -> world.superPeerAt(superPeer).index().contains(world.address(leaf)));
    }
  }

  @Test
  void start_pairsTheSuperPeers_andRegistersEachLeafWithBoth() {
    start();
    assertThat(world.nodes).allMatch(Overlay::isJoined);
    for (int place : List.of(0, 6, 12)) {
      assertThat(world.superPeer(place).partner().list()).containsExactly(world.address(place + 1));
      assertThat(world.superPeer(place + 1).partner().list()).containsExactly(world.address(place));
      assertThat(world.superPeer(place).links().neighbors())
          .hasSize(4)
          .doesNotContain(world.address(place + 1));
    }
    assertEachLeafIsWithPartners();
    assertThat(world.refusals).isEmpty();
  }

  /**
   * A query goes to one of two partners, and to the other one if nothing is found. There are two
   * other clusters with two partners each.
   */
  @Test
  void query_goesToOneOfTwoPartners_andThenToTheOther() {
    start();
    for (int turn = 0; turn < 20; turn++) {
      world.arrivals.clear();
      SearchResult answer = world.search(2, Key.ofName("nobody has " + turn));
      assertThat(answer.status()).isEqualTo(SearchResult.Status.NOT_FOUND);
      Map<Long, Long> firstArrivals =
          world.arrivals.stream()
              .filter(arrival -> !arrival.repeated())
              .collect(Collectors.groupingBy(QueryEvent.Arrived::query, Collectors.counting()));
      assertThat(firstArrivals.values()).containsExactly(2L, 2L);
      assertThat(firstArrivals.keySet().stream().map(id -> id & 1)).doesNotHaveDuplicates();
    }
  }

  /** Over many searches the partners of a cluster are asked equally often. */
  @Test
  void partners_shareTheLoad() {
    start();
    int provider =
        leaves().stream().filter(l -> !superPeersOf(l).equals(superPeersOf(2))).findAny().get();
    world.node(provider).publish(KEY);
    world.pass(1);
    for (int turn = 0; turn < 200; turn++) {
      assertThat(world.search(2, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    }
    for (Peer superPeer : SUPER_PEERS.stream().map(world::address).toList()) {
      if (superPeersOf(2).contains(superPeer)) {
        assertThat(queriesAt(superPeer)).isZero();
      } else {
        assertThat(queriesAt(superPeer)).isBetween(70L, 130L);
      }
    }
  }

  private long queriesAt(Peer superPeer) {
    return IntStream.range(0, world.arrivals.size())
        .filter(i -> !world.arrivals.get(i).repeated())
        .filter(i -> world.arrivedAt.get(i).equals(superPeer))
        .count();
  }

  @Test
  void contents_ofLeavesAndSuperPeers_areFoundFromEverywhere() {
    start();
    IntStream.range(0, 18).forEach(i -> world.node(i).publish(Key.ofName("file of " + i)));
    world.pass(2);
    for (int provider = 0; provider < 18; provider++) {
      for (int origin : List.of(0, 1, 2, 8, 13, 17)) {
        assertThat(world.search(origin, Key.ofName("file of " + provider)).status())
            .as("file of %d from %d", provider, origin)
            .isEqualTo(SearchResult.Status.FOUND);
      }
    }
  }

  /** The very search that is asked in the moment of its death is answered by the partner. */
  @Test
  void deathOfOnePartner_costsNoLeafItsPlace_andNoSearch() {
    start();
    world.node(5).publish(KEY);
    world.pass(1);
    Peer dead = superPeersOf(5).get(0);
    world.simulation.crash(world.simulation.peers().indexOf(dead));
    List<SearchResult> answers = new ArrayList<>();
    for (int leaf : leaves()) {
      world.node(leaf).search(KEY, answers::add);
    }
    world.pass(6);
    assertThat(answers).hasSize(12).allMatch(a -> a.status() == SearchResult.Status.FOUND);
    assertThat(superPeersOf(5)).doesNotContain(dead).isNotEmpty();
  }

  /** Survivors of two clusters become partners, and share all their leaves. */
  @Test
  void survivors_findEachOther_andShareTheirLeaves() {
    start();
    world.simulation.crash(0);
    world.simulation.crash(7);
    world.pass(15);
    assertThat(world.superPeer(1).partner().list()).containsExactly(world.address(6));
    assertThat(world.superPeer(6).partner().list()).containsExactly(world.address(1));
    assertEachLeafIsWithPartners();
    assertThat(world.superPeer(1).registry().leaves() + world.superPeer(12).registry().leaves())
        .isEqualTo(12);
  }

  /** A third that wants to be partner too is refused. */
  @Test
  void pair_isRefusedByWhoHasAPartner() {
    start();
    world.node(0).onMessage(world.address(12), new UnstructuredMessage.PartnerRequest(1));
    world.pass(1);
    assertThat(world.superPeer(0).partner().list()).containsExactly(world.address(1));
  }

  @Test
  void assembledNetwork_isTheSame() {
    UnstructuredWorld assembled =
        UnstructuredWorld.assembled(
            new SuperPeerPlugin(), 180, 2, Map.of("clusterSize", "20", "redundancy", "2"));
    assembled.node(179).publish(KEY);
    assembled.pass(2);
    for (int node = 0; node < 180; node += 7) {
      assertThat(assembled.search(node, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    }
    for (int node = 0; node < 180; node++) {
      if (assembled.node(node).role() instanceof Leaf leaf) {
        assertThat(leaf.superPeers()).hasSize(2);
      }
    }
    assertThat(assembled.refusals).isEmpty();
    assertThat(assembled.arrivals).extracting(QueryEvent.Arrived::hops).isNotEmpty();
  }
}
