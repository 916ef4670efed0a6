package io.duet.unstructured.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.FloodPlugin;
import io.duet.unstructured.UnstructuredNode;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloodTest {
  private static final Key KEY = Key.ofName("a file");
  private static final SearchCriteria SOUGHT = new SearchCriteria.OfKey(KEY);

  /** Peers linked by the given pairs. They never ping, so queries are the only messages. */
  private static UnstructuredWorld linked(int peers, int ttl, int[]... pairs) {
    return UnstructuredWorld.linked(peers, Map.of("ttl", Integer.toString(ttl)), pairs);
  }

  /**
   * A search on the line 0 - 1 - 2 - 3 sends three messages to the provider 3, and its hit three
   * back.
   */
  @Test
  void search_onALine_goesThereAndBack() {
    UnstructuredWorld world = linked(4, 7, new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 3});
    world.nodes.get(3).publish(KEY);
    SearchResult answer = world.search(0, KEY);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.hops()).isEqualTo(3);
    assertThat(answer.providers().get(0).provider()).isEqualTo(world.address(3));
    assertThat(world.searchMessages()).isEqualTo(6);
  }

  @Test
  void search_beyondTheTtl_isNotFound() {
    UnstructuredWorld world = linked(4, 2, new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 3});
    world.nodes.get(3).publish(KEY);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(2);
  }

  /**
   * A search on a triangle sends four messages. 0 asks 1 and 2; both forward to each other, and
   * each recognises the query.
   */
  @Test
  void search_onATriangle_isRecognisedWhenItComesAgain() {
    UnstructuredWorld world = linked(3, 7, new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 0});
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(4);
  }

  @Test
  void search_forWhatOneHasOneself_costsNothing() {
    UnstructuredWorld world = linked(2, 7, new int[] {0, 1});
    world.nodes.get(0).publish(KEY);
    assertThat(world.search(0, KEY).hops()).isZero();
    assertThat(world.searchMessages()).isZero();
  }

  /** A flood reaches the peers that breadth-first search reaches, after as many hops. */
  @Test
  void search_reachesWhatBreadthFirstSearchReaches() {
    for (int seed = 1; seed <= 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int[][] pairs = new int[45][];
      Arrays.setAll(pairs, i -> new int[] {random.nextInt(30), random.nextInt(30)});
      int provider = 1 + random.nextInt(29);
      UnstructuredWorld world = linked(30, 4, pairs);
      world.nodes.get(provider).publish(KEY);
      int depth = depth(world, provider);
      SearchResult answer = world.search(0, KEY);
      boolean reachable = depth <= 4;
      assertThat(answer.status() == SearchResult.Status.FOUND)
          .as("seed %d", seed)
          .isEqualTo(reachable);
      if (reachable) {
        assertThat(answer.hops()).as("seed %d", seed).isEqualTo(depth);
      }
    }
  }

  private static int depth(UnstructuredWorld world, int to) {
    return depths(world).getOrDefault(world.address(to), Integer.MAX_VALUE);
  }

  private static Map<Peer, Integer> depths(UnstructuredWorld world) {
    return UnstructuredWorld.depths(
        world.address(0), peer -> world.superPeerAt(peer).links().neighbors());
  }

  @Test
  void query_withATtlOutOfRange_isRefusedAndNotForwarded() {
    UnstructuredWorld world = linked(3, 4, new int[] {0, 1}, new int[] {1, 2});
    world
        .nodes
        .get(1)
        .onMessage(world.address(0), new UnstructuredMessage.Query(5, SOUGHT, 1, 200, 1));
    world
        .nodes
        .get(1)
        .onMessage(world.address(0), new UnstructuredMessage.Query(6, SOUGHT, 1, 1, 0));
    assertThat(world.refusals).containsExactly("TTL out of range", "TTL out of range");
    assertThat(world.searchMessages()).isZero();
  }

  /** On a line, node 0 sends with TTL 7; the others let no query go farther than three hops. */
  @Test
  void query_withATtlAboveANodesOwn_isLoweredToIt() {
    int[][] line = {{0, 1}, {1, 2}, {2, 3}, {3, 4}};
    UnstructuredWorld world =
        UnstructuredWorld.linked(5, node -> Map.of("ttl", node == 0 ? "7" : "3"), line);
    world.nodes.get(3).publish(KEY);
    world.nodes.get(4).publish(Key.ofName("another file"));
    assertThat(world.search(0, KEY).hops()).isEqualTo(3);
    assertThat(world.search(0, Key.ofName("another file")).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.refusals).isEmpty();
  }

  @Test
  void hit_thatNobodyAskedFor_isRefused() {
    UnstructuredWorld world = linked(2, 4, new int[] {0, 1});
    world
        .nodes
        .get(1)
        .onMessage(
            world.address(0),
            new UnstructuredMessage.QueryHit(5, 1, SearchResults.of(List.of(world.address(0)))));
    assertThat(world.refusals).containsExactly("hit for no query");
  }

  @Test
  void network_growsConnected_andHealsAfterCrashes() {
    UnstructuredWorld world = UnstructuredWorld.of(new FloodPlugin(), 60, 3, Map.of());
    world.startAll();
    world.pass(10);
    world.nodes.get(59).publish(KEY);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    for (int i = 1; i < 25; i++) {
      world.simulation.crash(i);
    }
    world.pass(15);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(world.refusals).isEmpty();
  }

  /**
   * Peers replace lost links, so the mean number of links stays. Seven in ten peers crash, a fifth
   * of those alive at a time.
   */
  @Test
  void links_keepTheirMean_howeverManyDie() {
    UnstructuredWorld world = UnstructuredWorld.of(new FloodPlugin(), 200, 2, Map.of());
    world.startAll();
    world.pass(5);
    assertThat(meanLinks(world, 0)).isBetween(3.7, 4.3);
    for (int alive = 200; alive > 60; alive = alive * 4 / 5) {
      for (int node = alive * 4 / 5; node < alive; node++) {
        world.simulation.crash(node);
      }
      world.pass(10);
    }
    assertThat(meanLinks(world, 0)).isBetween(3.7, 4.3);
    long alive = IntStream.range(0, 200).filter(world.simulation::isAlive).count();
    assertThat(depths(world)).hasSize((int) alive);
  }

  private static double meanLinks(UnstructuredWorld world, int from) {
    return IntStream.range(from, world.nodes.size())
        .filter(world.simulation::isAlive)
        .map(node -> world.superPeer(node).links().neighbors().size())
        .average()
        .orElseThrow();
  }

  @Test
  void links_surviveLostPings_andTheGraphStaysConnected() {
    UnstructuredWorld world = UnstructuredWorld.of(new FloodPlugin(), 100, 5, Map.of());
    world.simulation.faults().loss(0.05);
    world.startAll();
    world.pass(60);
    assertThat(meanLinks(world, 0)).isBetween(3.5, 4.3);
    assertThat(depths(world)).hasSize(100);
  }

  @Test
  void assemble_givesAConnectedGraph_withinTheBoundOnLinks() {
    UnstructuredWorld world = UnstructuredWorld.assembled(new FloodPlugin(), 2_000, 1);
    assertThat(meanLinks(world, 0)).isBetween(3.9, 4.0);
    assertThat(IntStream.range(0, 2_000))
        .allMatch(n -> world.superPeer(n).links().neighbors().size() <= 8);
    assertThat(depths(world)).hasSize(2_000);
  }

  /** A peer that lost its only neighbors before they named others turns to its contacts. */
  @Test
  void strandedPeer_turnsToItsContacts() {
    UnstructuredWorld world = UnstructuredWorld.of(new FloodPlugin(), 3, 1, Map.of());
    world.startAll();
    NeighborTable links = world.superPeer(2).links();
    world.pass(1);
    links.drop(world.address(0));
    links.drop(world.address(1));
    world.pass(3);
    assertThat(links.neighbors()).isNotEmpty();
  }

  @Test
  void peer_isJoinedOnceItIsLinked() {
    UnstructuredWorld world = UnstructuredWorld.of(new FloodPlugin(), 2, 1, Map.of());
    world.startAll();
    assertThat(world.nodes.get(0).isJoined()).as("the first of all").isTrue();
    assertThat(world.nodes.get(1).isJoined()).isFalse();
    world.pass(0.1);
    assertThat(world.nodes.get(1).isJoined()).isTrue();
  }

  @Test
  void hits_forOneQuery_passSixteenTimesAtMost() {
    UnstructuredWorld world = linked(4, 4, new int[] {0, 1}, new int[] {1, 2}, new int[] {1, 3});
    UnstructuredNode middle = world.node(1);
    middle.onMessage(world.address(0), new UnstructuredMessage.Query(5, SOUGHT, 1, 0, 1));
    for (int i = 0; i < 1_000; i++) {
      middle.onMessage(
          world.address(2 + i % 2),
          new UnstructuredMessage.QueryHit(5, 2, SearchResults.of(List.of(world.address(2)))));
    }
    assertThat(world.searchMessages()).isEqualTo(16);
  }

  /**
   * The network becomes one again after a partition. Each half repairs itself during the partition;
   * afterwards only a link between the halves is missing.
   */
  @Test
  void partition_isMendedOnceItCanBe() {
    UnstructuredWorld world = UnstructuredWorld.of(new FloodPlugin(), 40, 4, Map.of());
    world.startAll();
    world.pass(5);
    BitSet one = new BitSet();
    one.set(0, 20);
    BitSet other = new BitSet();
    other.set(20, 40);
    world.simulation.faults().partition(one, other);
    world.pass(60);
    assertThat(depths(world)).hasSize(20);
    world.simulation.faults().repair();
    world.pass(30);
    assertThat(depths(world)).hasSize(40);
  }
}
