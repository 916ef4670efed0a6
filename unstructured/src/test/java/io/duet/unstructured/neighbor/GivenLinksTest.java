package io.duet.unstructured.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.QueryEvent;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.unstructured.FloodPlugin;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.topology.Topology;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Networks that are assembled on a given graph. */
class GivenLinksTest {

  private static UnstructuredWorld assembled(
      OverlayPlugin provider, int count, Map<String, String> changes) {
    UnstructuredWorld world = UnstructuredWorld.of(provider, count, 1, changes);
    provider
        .network(provider.defaults(count).overriddenBy(changes), count, new SplittableRandom(1))
        .assemble(world.nodes);
    return world;
  }

  private static List<Peer> neighbors(UnstructuredWorld world, int node) {
    return world.superPeer(node).links().neighbors();
  }

  @Test
  void assemble_linksEqualsAsTheGraphSays() {
    UnstructuredWorld world = assembled(new FloodPlugin(), 100, Map.of("topology", "random:8"));
    Topology.of("random:8")
        .graph(100, new SplittableRandom(1))
        .forEachLink(
            (one, other) -> {
              assertThat(neighbors(world, one)).contains(world.address(other));
              assertThat(neighbors(world, other)).contains(world.address(one));
            });
    int sum = IntStream.range(0, 100).map(node -> neighbors(world, node).size()).sum();
    assertThat(sum).isEqualTo(800);
  }

  /** Nodes 0, 8, 16, … are the super-peers of these clusters. */
  @Test
  void assemble_linksSuperPeersEvenBeyondTheirBound() {
    UnstructuredWorld world =
        assembled(
            new SuperPeerPlugin(),
            800,
            Map.of("topology", "mesh", "clusterSize", "8", "degree", "2"));
    assertThat(IntStream.range(0, 100).map(i -> neighbors(world, 8 * i).size())).containsOnly(99);
    world.pass(30);
    assertThat(IntStream.range(0, 100).map(i -> neighbors(world, 8 * i).size())).containsOnly(99);
    assertThat(world.refusals).isEmpty();
  }

  private static int[] degreesByIndex(UnstructuredWorld world, int step) {
    return IntStream.range(0, world.nodes.size() / step)
        .map(i -> neighbors(world, step * i).size())
        .toArray();
  }

  private static int[] capacitiesByIndex(UnstructuredWorld world, int step) {
    return IntStream.range(0, world.nodes.size() / step)
        .map(i -> world.superPeer(step * i).capacity())
        .toArray();
  }

  /** A fourth of 1 and 10, at least 3; of 100; of 1,000 and 10,000, at most 128. */
  private static int degreeOf(int capacity) {
    return capacity <= 10 ? 3 : capacity == 100 ? 25 : 128;
  }

  /**
   * Each of 500 assembled super-peers has the degree of its capacity. One of them lacks a link when
   * the sum of all degrees is odd.
   */
  @Test
  void assemble_onGia_givesEachSuperPeerTheDegreeOfItsCapacity() {
    for (OverlayPlugin provider : List.of(new FloodPlugin(), new SuperPeerPlugin())) {
      int step = provider instanceof FloodPlugin ? 1 : 8;
      UnstructuredWorld world =
          assembled(
              provider,
              500 * step,
              Map.of("topology", "gia", "capacity", "gia", "clusterSize", "" + step));
      int[] degrees = degreesByIndex(world, step);
      int[] wanted = Arrays.stream(capacitiesByIndex(world, step)).map(c -> degreeOf(c)).toArray();
      assertThat(Arrays.stream(wanted).distinct().toArray()).containsOnly(3, 25, 128);
      assertThat(IntStream.range(0, 500).filter(i -> degrees[i] != wanted[i]).count())
          .isEqualTo(Arrays.stream(wanted).sum() % 2);
      assertThat(Arrays.stream(degrees).sum()).isEqualTo(Arrays.stream(wanted).sum() / 2 * 2);
    }
  }

  /** The gia preset is such a network; its links stay so while all live. */
  @Test
  void giaPreset_isAdaptedToCapacities_andStaysSo() {
    UnstructuredWorld world =
        assembled(new FloodPlugin(), 500, new FloodPlugin().presets().get("gia"));
    int[] before = degreesByIndex(world, 1);
    world.pass(30);
    assertThat(degreesByIndex(world, 1)).isEqualTo(before);
    int[] capacities = capacitiesByIndex(world, 1);
    for (int i = 0; i < 500; i++) {
      assertThat(before[i]).isBetween(degreeOf(capacities[i]) - 1, degreeOf(capacities[i]));
    }
    assertThat(world.refusals).isEmpty();
  }

  /** The Gia topology counts partners together: two of capacity 50 count as 100. */
  @Test
  void assemble_onGia_countsPartnersTogether() {
    UnstructuredWorld world =
        assembled(
            new SuperPeerPlugin(),
            2_000,
            Map.of("topology", "gia", "capacity", "gia", "clusterSize", "4", "redundancy", "2"));
    for (int i = 0; i < 2_000; i += 4) {
      int sum = world.superPeer(i).capacity() + world.superPeer(i + 1).capacity();
      int clusters = Math.max(3, Math.min(128, sum / 4));
      assertThat(neighbors(world, i).size()).isBetween(2 * clusters - 2, 2 * clusters);
    }
  }

  /** Both partners of a cluster are linked to both of each neighbouring one: 3 · 2 links each. */
  @Test
  void assemble_linksPartnersToAllOfNeighboringClusters() {
    UnstructuredWorld world =
        assembled(
            new SuperPeerPlugin(),
            400,
            Map.of("topology", "regular:3", "clusterSize", "10", "redundancy", "2"));
    for (int cluster = 0; cluster < 40; cluster++) {
      List<Peer> first = neighbors(world, 10 * cluster);
      assertThat(first).hasSize(6).hasSameElementsAs(neighbors(world, 10 * cluster + 1));
      for (Peer neighbor : first) {
        assertThat(first).contains(partnerOf(world, neighbor));
      }
    }
    world.pass(30);
    assertThat(IntStream.range(0, 40).map(i -> neighbors(world, 10 * i).size())).containsOnly(6);
  }

  private static Peer partnerOf(UnstructuredWorld world, Peer superPeer) {
    int index = world.simulation.peers().indexOf(superPeer);
    return world.address(index % 10 == 0 ? index + 1 : index - 1);
  }

  @Test
  void links_stayAsTheGraphSays_whileNobodyDies() {
    UnstructuredWorld world = assembled(new FloodPlugin(), 53, Map.of("topology", "tree:4"));
    List<List<Peer>> before =
        IntStream.range(0, 53).mapToObj(node -> List.copyOf(neighbors(world, node))).toList();
    world.pass(30);
    for (int node = 0; node < 53; node++) {
      assertThat(neighbors(world, node)).isEqualTo(before.get(node));
    }
  }

  @Test
  void links_areRepairedToAboutTheMeanDegree_whenNeighborsDie() {
    UnstructuredWorld world = assembled(new FloodPlugin(), 200, Map.of("topology", "regular:6"));
    world.pass(5); // nodes hear of others
    IntStream.range(150, 200).forEach(world.simulation::crash);
    world.pass(30);
    double mean =
        IntStream.range(0, 150).map(node -> neighbors(world, node).size()).average().orElse(0);
    assertThat(mean).isBetween(5.5, 6.5);
    assertThat(UnstructuredWorld.depths(world.address(0), peer -> neighborsOf(world, peer)))
        .hasSize(150);
  }

  private static List<Peer> neighborsOf(UnstructuredWorld world, Peer peer) {
    return world.superPeerAt(peer).links().neighbors();
  }

  /**
   * Nodes of a star search for a new link after the middle, the only node with several links, has
   * crashed.
   */
  @Test
  void links_ofNodesThatAreLeftAlone_areSoughtAgain() {
    UnstructuredWorld world = assembled(new FloodPlugin(), 41, Map.of("topology", "tree:40"));
    world.pass(5);
    world.simulation.crash(0);
    world.pass(60);
    assertThat(IntStream.range(1, 41).filter(node -> neighbors(world, node).isEmpty())).isEmpty();
  }

  /**
   * A flood on a tree reaches exactly the peers within its TTL. 6 · 5^i peers are i + 1 hops from
   * the root: 6 + 30 + 150.
   */
  @Test
  void flood_onATree_reachesExactlyThePeersWithinItsTtl() {
    UnstructuredWorld world =
        assembled(
            new FloodPlugin(), 937, Map.of("topology", "tree:6", "ttl", "3", "ping", "never"));
    world.search(0, Key.ofName("what nobody has"));
    assertThat(world.arrivals).hasSize(186).noneMatch(QueryEvent.Arrived::repeated);
    assertThat(world.arrivals).filteredOn(arrival -> arrival.ttl() == 0).hasSize(150);
    assertThat(world.searchMessages()).isEqualTo(186);
  }
}
