package io.duet.unstructured.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.FloodPlugin;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.CapacityDistribution;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BiasedWalkTest {
  private static final Key KEY = Key.ofName("a file");

  private static Map<String, String> gia(String... more) {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("search", "biased-walk");
    changes.put("walkers", "1");
    changes.put("queryRate", "100");
    for (int i = 0; i < more.length; i += 2) {
      changes.put(more[i], more[i + 1]);
    }
    return changes;
  }

  /** Peer i has the i-th capacity; all know each other's. */
  private static UnstructuredWorld world(
      int[] capacities, Map<String, String> more, int[]... pairs) {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            capacities.length,
            peer -> {
              Map<String, String> changes = new LinkedHashMap<>(more);
              changes.put("capacity", Integer.toString(capacities[peer]));
              return changes;
            },
            pairs);
    IntStream.range(0, capacities.length).forEach(peer -> world.superPeer(peer).begin());
    world.pass(1);
    return world;
  }

  private static int[][] star(int leaves) {
    return IntStream.rangeClosed(1, leaves).mapToObj(i -> new int[] {0, i}).toArray(int[][]::new);
  }

  /** A walker goes to the largest of three neighbors, the second, and finds only its content. */
  @Test
  void walker_goesToTheLargestNeighbor() {
    for (int provider = 1; provider <= 3; provider++) {
      UnstructuredWorld world = world(new int[] {1, 10, 1_000, 100}, gia("steps", "1"), star(3));
      world.nodes.get(provider).publish(KEY);
      assertThat(world.search(0, KEY).status())
          .isEqualTo(provider == 2 ? SearchResult.Status.FOUND : SearchResult.Status.NOT_FOUND);
    }
  }

  /**
   * A walker that returns goes to another neighbor each time: to the largest, the next one, the
   * smallest.
   */
  @Test
  void sameQuery_goesToAnotherNeighbor_eachTimeItComesBack() {
    for (int provider = 1; provider <= 3; provider++) {
      UnstructuredWorld world =
          world(new int[] {1, 10, 1_000, 100}, gia("checkBack", "100"), star(3));
      world.nodes.get(provider).publish(KEY);
      int place = List.of(2, 3, 1).indexOf(provider);
      assertThat(world.search(0, KEY).hops()).isEqualTo(1 + 2 * place);
    }
  }

  /**
   * A walker on the line 2 - 0 - 1 goes back to 2 instead of waiting, because no other neighbor has
   * room.
   */
  @Test
  void walker_goesBack_onlyWhenNobodyElseHasRoom() {
    UnstructuredWorld world =
        world(new int[] {1, 1, 1}, gia("steps", "2"), new int[] {2, 0}, new int[] {0, 1});
    SearchCriteria sought = new SearchCriteria.OfKey(KEY);
    take(world, 0, 1, new UnstructuredMessage.TokenGrant(1, 0));
    world
        .node(0)
        .onMessage(
            world.address(2),
            new UnstructuredMessage.Walk(5, sought, 1, 1, 1, world.address(2), 0));
    world.pass(0.05);
    assertThat(world.arrivals).hasSize(2); // at 0, and at 2 again
  }

  @Test
  void walker_waits_whileThereIsNoToken() {
    UnstructuredWorld world = world(new int[] {1, 1}, gia(), star(1));
    world.nodes.get(1).publish(KEY);
    take(world, 0, 1, new UnstructuredMessage.TokenGrant(1, 0));
    List<SearchResult> answers = new ArrayList<>();
    world.nodes.get(0).search(KEY, answers::add);
    world.pass(2);
    assertThat(world.searchMessages()).isZero();
    assertThat(world.superPeer(0).router().waiting()).isEqualTo(1);
    take(world, 0, 1, new UnstructuredMessage.TokenGrant(1, 1));
    world.pass(1);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  @Test
  void walker_waitsNoLongerThanAQueryLives() {
    UnstructuredWorld world = world(new int[] {1, 1}, gia(), star(1));
    take(world, 0, 1, new UnstructuredMessage.TokenGrant(1, 0));
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    world.superPeer(0).router().maintain();
    assertThat(world.superPeer(0).router().waiting()).isZero();
    assertThat(world.drops).containsExactly(world.address(0));
    assertThat(world.searchMessages()).isZero();
  }

  /** Twenty searches a second, of 32 walkers each, are many times what 64 nodes can handle. */
  @Test
  void overload_leavesNobodyWithoutTokens() {
    UnstructuredWorld world =
        UnstructuredWorld.assembled(
            new FloodPlugin(), 64, 3, Map.of("search", "biased-walk", "queryRate", "100"));
    IntStream.range(0, 7).forEach(i -> world.nodes.get(10 * i).publish(KEY));
    for (int i = 0; i < 200; i++) {
      world.node(i % 64).search(Key.ofName("nobody has " + i), answer -> {});
      world.pass(0.05);
    }
    world.pass(30);
    for (int asking = 1; asking < 10; asking++) {
      assertThat(world.search(asking, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    }
    for (int i = 0; i < 64; i++) {
      assertThat(world.superPeer(i).router().waiting()).isZero();
      assertThat(world.superPeer(i).router().flow().holdsAny()).isTrue();
    }
  }

  private static void take(
      UnstructuredWorld world, int node, int from, UnstructuredMessage.TokenGrant grant) {
    world.node(node).onMessage(world.address(from), grant);
  }

  /** On a random graph where one in ten has it, whatever the capacities are. */
  @Test
  void biasedWalk_findsWhatIsThere_andNothingElse() {
    for (int seed = 0; seed < 5; seed++) {
      UnstructuredWorld world = randomGraph(seed);
      for (int i = 10; i < 100; i += 10) {
        world.nodes.get(i).publish(KEY);
      }
      for (int asking = 1; asking < 10; asking++) {
        SearchResult answer = world.search(asking, KEY);
        assertThat(answer.status()).as("from %d", asking).isEqualTo(SearchResult.Status.FOUND);
        assertThat(answer.providers())
            .allMatch(r -> world.simulation.peers().indexOf(r.provider()) % 10 == 0);
      }
      assertThat(world.search(1, Key.ofName("another")).status())
          .isEqualTo(SearchResult.Status.NOT_FOUND);
      assertThat(world.refusals).isEmpty();
    }
  }

  private static UnstructuredWorld randomGraph(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] pairs = new int[200][];
    Arrays.setAll(pairs, i -> new int[] {i % 100, random.nextInt(100)});
    CapacityDistribution gia = CapacityDistribution.of("gia");
    int[] capacities = IntStream.range(0, 100).map(i -> gia.draw(random)).toArray();
    return world(capacities, gia("walkers", "4"), pairs);
  }

  /** The preset {@code gia} runs twice with one seed, and both runs have the same trace hash. */
  @Test
  void gia_isTheSameForTheSameSeed_andFindsInAStartedNetwork() {
    List<Long> hashes = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      UnstructuredWorld world =
          UnstructuredWorld.of(new FloodPlugin(), 60, 7, new FloodPlugin().presets().get("gia"));
      world.startAll();
      world.pass(3);
      world.nodes.get(30).publish(KEY);
      world.nodes.get(50).publish(KEY);
      assertThat(world.search(3, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
      // two nodes that became full while each asked the other granted tokens to a stranger, once
      assertThat(world.refusals).hasSizeLessThan(10).allMatch("tokens of a stranger"::equals);
      hashes.add(world.simulation.traceHash());
    }
    assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
  }

  @Test
  void gia_underLeaves_findsWhatALeafOffers() {
    UnstructuredWorld world =
        UnstructuredWorld.of(
            new SuperPeerPlugin(), 60, 7, new SuperPeerPlugin().presets().get("gia"));
    world.startAll();
    world.pass(5);
    world.nodes.get(59).publish(KEY);
    world.pass(1);
    for (int leaf = 1; leaf < 8; leaf++) {
      assertThat(world.search(leaf, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    }
  }

  /** Both where capacities differ and are too small for 20 searches a second at 200 nodes. */
  @Test
  void underLoad_flowControlFindsWhatWalkersWithoutItLose() {
    int random = foundUnderLoad("walk");
    int biased = foundUnderLoad("biased-walk");
    assertThat(biased).isGreaterThan(random + 40);
  }

  /** Of 200 searches for what one in a hundred has, those that found it. */
  private static int foundUnderLoad(String search) {
    UnstructuredWorld world =
        UnstructuredWorld.of(
            new FloodPlugin(),
            200,
            7,
            gia("search", search, "walkers", "16", "capacity", "gia", "queryRate", "3"));
    world.startAll();
    world.pass(3);
    IntStream.of(50, 150).forEach(i -> world.nodes.get(i).publish(KEY));
    List<SearchResult> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      world.nodes.get(i).search(KEY, answers::add);
      world.pass(0.05);
    }
    world.pass(10);
    assertThat(answers).hasSize(200);
    return (int) answers.stream().filter(a -> a.status() == SearchResult.Status.FOUND).count();
  }
}
