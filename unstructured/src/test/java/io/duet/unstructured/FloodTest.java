package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FloodTest {
  private static final Key KEY = Key.ofName("a file");

  /** Peers that are linked as these pairs say; they never ping, so that only queries are seen. */
  private static UnstructuredWorld linked(int peers, int ttl, int[]... pairs) {
    UnstructuredWorld world = new UnstructuredWorld(1);
    long never = 1_000_000 * UnstructuredWorld.SECOND;
    FloodConfig config =
        new FloodConfig(8, ttl, never, UnstructuredWorld.SECOND, 5 * UnstructuredWorld.SECOND);
    for (int i = 0; i < peers; i++) {
      FloodPeer peer = new FloodPeer(world.addHost(), config, List.of(), 0);
      world.nodes.add(peer);
      world.simulation.place(i, peer);
    }
    for (int[] pair : pairs) {
      peer(world, pair[0]).links().assemble(world.address(pair[1]));
      peer(world, pair[1]).links().assemble(world.address(pair[0]));
    }
    return world;
  }

  private static FloodPeer peer(UnstructuredWorld world, int index) {
    return (FloodPeer) world.nodes.get(index);
  }

  /** 0 - 1 - 2 - 3, where 3 has it: three messages onwards, three back. */
  @Test
  void search_onALine_goesThereAndBack() {
    UnstructuredWorld world = linked(4, 7, new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 3});
    world.nodes.get(3).publish(KEY);
    Answer answer = world.search(0, KEY);
    assertThat(answer.status()).isEqualTo(Answer.Status.FOUND);
    assertThat(answer.hops()).isEqualTo(3);
    assertThat(answer.providers().get(0).provider()).isEqualTo(world.address(3));
    assertThat(world.searchMessages()).isEqualTo(6);
  }

  @Test
  void search_beyondTheTtl_isNotFound() {
    UnstructuredWorld world = linked(4, 2, new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 3});
    world.nodes.get(3).publish(KEY);
    assertThat(world.search(0, KEY).status()).isEqualTo(Answer.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(2);
  }

  /** 0 asks 1 and 2; both forward to each other, and each recognises it: four messages. */
  @Test
  void search_onATriangle_isRecognisedWhenItComesAgain() {
    UnstructuredWorld world = linked(3, 7, new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 0});
    assertThat(world.search(0, KEY).status()).isEqualTo(Answer.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(4);
  }

  @Test
  void search_forWhatOneHasOneself_costsNothing() {
    UnstructuredWorld world = linked(2, 7, new int[] {0, 1});
    world.nodes.get(0).publish(KEY);
    assertThat(world.search(0, KEY).hops()).isZero();
    assertThat(world.searchMessages()).isZero();
  }

  /** Breadth-first search is the model for who is reached, and after how many hops. */
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
      Answer answer = world.search(0, KEY);
      boolean reachable = depth <= 4;
      assertThat(answer.status() == Answer.Status.FOUND).as("seed %d", seed).isEqualTo(reachable);
      if (reachable) {
        assertThat(answer.hops()).as("seed %d", seed).isEqualTo(depth);
      }
    }
  }

  private static int depth(UnstructuredWorld world, int to) {
    int[] depth = new int[world.nodes.size()];
    Arrays.fill(depth, Integer.MAX_VALUE);
    depth[0] = 0;
    Queue<Integer> queue = new ArrayDeque<>(List.of(0));
    while (!queue.isEmpty()) {
      int at = queue.remove();
      for (PeerAddress neighbor : peer(world, at).links().neighbors()) {
        int next = world.simulation.addresses().indexOf(neighbor);
        if (depth[next] == Integer.MAX_VALUE) {
          depth[next] = depth[at] + 1;
          queue.add(next);
        }
      }
    }
    return depth[to];
  }

  @Test
  void query_withATtlOutOfRange_isRefusedAndNotForwarded() {
    UnstructuredWorld world = linked(3, 4, new int[] {0, 1}, new int[] {1, 2});
    world.nodes.get(1).onMessage(world.address(0), new UnstructuredMessage.Query(5, KEY, 200, 1));
    world.nodes.get(1).onMessage(world.address(0), new UnstructuredMessage.Query(6, KEY, 1, 0));
    assertThat(world.refusals).containsExactly("TTL out of range", "TTL out of range");
    assertThat(world.searchMessages()).isZero();
  }

  @Test
  void hit_thatNobodyAskedFor_isRefused() {
    UnstructuredWorld world = linked(2, 4, new int[] {0, 1});
    world
        .nodes
        .get(1)
        .onMessage(
            world.address(0), new UnstructuredMessage.QueryHit(5, 1, List.of(world.address(0))));
    assertThat(world.refusals).containsExactly("hit for no query");
  }

  @Test
  void network_growsConnected_andHealsAfterCrashes() {
    UnstructuredWorld world = UnstructuredWorld.of(new FloodProvider(), 60, 3, Map.of());
    world.startAll();
    world.pass(10);
    world.nodes.get(59).publish(KEY);
    assertThat(world.search(0, KEY).status()).isEqualTo(Answer.Status.FOUND);
    for (int i = 1; i < 25; i++) {
      world.simulation.crash(i);
    }
    world.pass(15);
    assertThat(world.search(0, KEY).status()).isEqualTo(Answer.Status.FOUND);
    assertThat(world.refusals).isEmpty();
  }
}
