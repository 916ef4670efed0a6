package io.duet.unstructured.superpeer;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.overlay.Overlay;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.node.RoleChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Leaves become super-peers when there are too few of them, and step back when there are too many.
 */
class ElectionTest {
  private static final Key KEY = Key.ofName("a file");

  private UnstructuredWorld world = grown(64, Map.of());

  private static UnstructuredWorld grown(int nodes, Map<String, String> more) {
    Map<String, String> changes = new java.util.LinkedHashMap<>(more);
    changes.put("elect", "true");
    changes.putIfAbsent("clusterSize", "8");
    UnstructuredWorld world = UnstructuredWorld.of(new SuperPeerPlugin(), nodes, 1, changes);
    for (int node = 0; node < nodes; node++) {
      world.nodes.get(node).start();
      world.pass(0.2);
    }
    world.pass(30);
    return world;
  }

  private List<Integer> superPeers() {
    return IntStream.range(0, world.nodes.size())
        .filter(world.simulation::isAlive)
        .filter(node -> world.node(node).role() instanceof SuperPeer)
        .boxed()
        .toList();
  }

  private List<Integer> leaves() {
    return IntStream.range(0, world.nodes.size())
        .filter(world.simulation::isAlive)
        .filter(node -> world.node(node).role() instanceof Leaf)
        .boxed()
        .toList();
  }

  /**
   * Each leaf is in the index of the super-peer that it names, and all super-peers are connected.
   */
  private void assertWhole() {
    for (int leaf : leaves()) {
      assertThat(world.leaf(leaf).superPeers()).as("leaf %d", leaf).isNotEmpty();
      SuperPeer home = world.superPeerAt(world.leaf(leaf).superPeers().get(0));
      assertThat(home.index().contains(world.address(leaf))).isTrue();
    }
    int served = superPeers().stream().mapToInt(s -> world.superPeer(s).registry().leaves()).sum();
    assertThat(served).isEqualTo(leaves().size());
    assertThat(
            UnstructuredWorld.depths(
                world.address(superPeers().get(0)),
                at -> world.superPeerAt(at).links().neighbors()))
        .hasSize(superPeers().size());
  }

  @Test
  void networkThatBeginsWithOneSuperPeer_growsMore_andSharesTheLeavesOut() {
    assertThat(world.nodes).allMatch(Overlay::isJoined);
    assertThat(superPeers()).hasSizeBetween(5, 12);
    assertThat(superPeers()).allMatch(s -> world.superPeer(s).registry().leaves() <= 12);
    assertThat(world.roles).contains("super-peer");
    assertWhole();
    world.node(63).publish(KEY);
    world.pass(1);
    assertThat(world.search(5, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
  }

  @Test
  void superPeersThatServeHardlyAny_stepBack() {
    int before = superPeers().size();
    for (int leaf : leaves().subList(8, leaves().size())) {
      world.simulation.crash(leaf);
    }
    world.pass(60);
    assertThat(superPeers().size()).isLessThan(before).isBetween(1, 4);
    assertThat(world.roles).contains("leaf");
    assertWhole();
  }

  /**
   * The leaves form one network again after all super-peers crashed at once. Each leaf then knows
   * only the heirs of its cluster.
   */
  @Test
  void deathOfAllSuperPeersAtOnce_isSurvived() {
    leaves().forEach(leaf -> world.node(leaf).publish(Key.ofName("file of " + leaf)));
    world.pass(2);
    superPeers().forEach(world.simulation::crash);
    world.pass(60);
    assertThat(superPeers()).isNotEmpty();
    assertWhole();
    List<Integer> alive = new ArrayList<>(leaves());
    for (int provider : alive) {
      assertThat(world.search(alive.get(0), Key.ofName("file of " + provider)).status())
          .as("file of %d", provider)
          .isEqualTo(SearchResult.Status.FOUND);
    }
  }

  /**
   * Six nodes of an assembled start form one network after their only super-peer crashed. The
   * leaves then know no node from their start.
   */
  @Test
  void deathOfTheOnlySuperPeer_leavesOneNetwork() {
    world =
        UnstructuredWorld.assembled(
            new SuperPeerPlugin(), 6, 1, Map.of("elect", "true", "clusterSize", "6"));
    world.pass(30);
    world.simulation.crash(0);
    world.pass(30);
    assertThat(superPeers()).hasSize(1);
    assertWhole();
  }

  /** Where super-peers share leaves, the best leaf becomes the missing partner. */
  @Test
  void superPeerWithoutPartner_makesItsBestLeafThePartner() {
    world = grown(12, Map.of("redundancy", "2", "clusterSize", "40"));
    assertThat(superPeers()).hasSize(2);
    int first = superPeers().get(0);
    int second = superPeers().get(1);
    assertThat(world.superPeer(first).partner().list()).containsExactly(world.address(second));
    assertThat(leaves()).allMatch(leaf -> world.leaf(leaf).superPeers().size() == 2);
    assertThat(world.superPeer(second).registry().leaves()).isEqualTo(10);
    world.simulation.crash(first);
    world.pass(15);
    assertThat(superPeers()).hasSize(2).doesNotContain(first);
    assertThat(leaves()).allMatch(leaf -> world.leaf(leaf).superPeers().size() == 2);
  }

  @Test
  void searchUnderWay_survivesTheChangeOfRole() {
    world.node(63).publish(KEY);
    world.pass(1);
    int asking = leaves().stream().filter(leaf -> leaf != 63).findFirst().get();
    List<SearchResult> answers = new ArrayList<>();
    world.node(asking).search(KEY, answers::add);
    world
        .node(asking)
        .context()
        .change(new RoleChange.ToSuperPeer(world.leaf(asking).known().some(), null, false));
    world.node(asking).search(KEY, answers::add);
    world.pass(0.1);
    world
        .node(asking)
        .context()
        .change(new RoleChange.ToLeaf(world.superPeer(asking).links().neighbors()));
    world.pass(12);
    assertThat(answers).hasSize(2).allMatch(a -> a.status() == SearchResult.Status.FOUND);
  }

  @Test
  void strangers_canNeitherPromoteNorMoveALeaf() {
    int leaf = leaves().get(0);
    int stranger = leaves().get(1);
    world.node(leaf).onMessage(world.address(stranger), new LeafMessage.Promote(1, false));
    world
        .node(leaf)
        .onMessage(world.address(stranger), new LeafMessage.Redirect(world.address(stranger)));
    world.pass(3);
    assertThat(world.node(leaf).role()).isInstanceOf(Leaf.class);
    assertThat(world.refusals).contains("redirect by a stranger");
    assertWhole();
  }

  /** A node started as a leaf stays one, even when its super-peer promotes it. */
  @Test
  void leafThatDoesNotWant_isNeverPromoted() {
    world = UnstructuredWorld.of(new SuperPeerPlugin(), 15, 1, Map.of("clusterSize", "5"));
    world.startAll();
    world.pass(5);
    int leaf = leaves().get(0);
    world
        .node(leaf)
        .onMessage(world.leaf(leaf).superPeers().get(0), new LeafMessage.Promote(1, false));
    world.pass(3);
    assertThat(world.node(leaf).role()).isInstanceOf(Leaf.class);
  }
}
