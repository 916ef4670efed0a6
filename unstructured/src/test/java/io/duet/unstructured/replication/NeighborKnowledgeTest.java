package io.duet.unstructured.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Routing filters, one-hop indexes and path caches together, in networks that lose nodes. */
class NeighborKnowledgeTest {

  private static Map<String, String> everything(String... more) {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("lastHop", "bloom");
    changes.put("replicateIndex", "true");
    changes.put("cache", "path");
    for (int i = 0; i < more.length; i += 2) {
      changes.put(more[i], more[i + 1]);
    }
    return changes;
  }

  private static Key fileOf(int node) {
    return Key.ofName("file of " + node);
  }

  private static UnstructuredWorld started(int nodes, Map<String, String> changes) {
    UnstructuredWorld world = UnstructuredWorld.of(new SuperPeerPlugin(), nodes, 3, changes);
    world.startAll();
    world.pass(6);
    IntStream.range(0, nodes).forEach(i -> world.node(i).publish(fileOf(i)));
    world.pass(2);
    return world;
  }

  /** Each search names the provider, from any node and any number of times. */
  private static void assertAllIsFound(UnstructuredWorld world, List<Integer> alive) {
    for (int i = 0; i < 2 * alive.size(); i++) {
      int origin = alive.get(i % alive.size());
      int provider = alive.get(i * 7 % alive.size());
      Peer expected = world.address(provider);
      SearchResult answer = world.search(origin, fileOf(provider));
      assertThat(answer.status())
          .as("%d by %d", provider, origin)
          .isEqualTo(SearchResult.Status.FOUND);
      assertThat(answer.providers()).allMatch(r -> r.provider().equals(expected));
    }
  }

  /**
   * The contents of leaves stay findable after their super-peers crash. The leaves register with
   * other super-peers, which update their neighbors.
   */
  @Test
  void whatSurvives_isFound_andTheDeadAreNot() {
    UnstructuredWorld world = started(48, everything("clusterSize", "8"));
    List<Integer> all = IntStream.range(0, 48).boxed().toList();
    assertAllIsFound(world, all);
    IntStream.of(0, 9, 16, 30).forEach(world.simulation::crash);
    world.pass(15);
    List<Integer> alive = all.stream().filter(i -> i != 0 && i != 9 && i != 16 && i != 30).toList();
    assertAllIsFound(world, alive);
    for (int dead : List.of(0, 9, 16, 30)) {
      assertThat(world.search(5, fileOf(dead)).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    }
  }

  /** Super-peers that are elected, and step back, take their feeds and filters with them. */
  @Test
  void electedSuperPeers_speakForTheirNeighborsToo() {
    UnstructuredWorld world = started(40, everything("clusterSize", "8", "elect", "true"));
    world.pass(20);
    assertAllIsFound(world, IntStream.range(0, 40).boxed().toList());
  }

  /** The same seed gives the same run. */
  @Test
  void runs_areTheSameForTheSameSeed() {
    List<Long> hashes =
        IntStream.range(0, 2)
            .mapToObj(run -> started(24, everything("clusterSize", "8")))
            .map(world -> world.simulation.traceHash())
            .toList();
    assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
  }
}
