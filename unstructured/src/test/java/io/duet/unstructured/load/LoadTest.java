package io.duet.unstructured.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.superpeer.LeafQueryService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The load limit of a super-peer: three super-peers, 0, 5 and 10, with four leaves each. A
 * super-peer handles 50 queries of others a second, and receives ten times as many. A message takes
 * 30 ms; a search within a cluster takes four: query, confirmation request, confirmation and
 * answer.
 */
class LoadTest {
  private static final int RATE = 50;
  private static final int SECONDS = 10;

  private final UnstructuredWorld world =
      UnstructuredWorld.of(
          new SuperPeerPlugin(),
          15,
          1,
          Map.of("clusterSize", "5", "queryRate", Integer.toString(RATE)));
  private final List<SearchResult> answers = new ArrayList<>();
  private final List<Long> latencies = new ArrayList<>();
  private long nextId = 1_000_000;

  private void started() {
    world.startAll();
    world.pass(5);
    leaves().forEach(leaf -> world.node(leaf).publish(fileOf(leaf)));
    world.pass(1);
  }

  private static List<Integer> leaves() {
    return IntStream.range(0, 15).filter(node -> node % 5 != 0).boxed().toList();
  }

  private List<Integer> leavesOf(int superPeer) {
    Peer address = world.address(superPeer);
    return leaves().stream().filter(l -> address.equals(world.leaf(l).superPeer(0))).toList();
  }

  private static Key fileOf(int leaf) {
    return Key.ofName("file of " + leaf);
  }

  /** A peer sends messages that bear fresh numbers, evenly, from now on. */
  private void flood(int from, int to, int perSecond) {
    for (int i = 0; i < perSecond * SECONDS; i++) {
      long id = nextId++;
      Message query =
          new UnstructuredMessage.Query(
              id, new SearchCriteria.OfKey(Key.ofName("q" + id)), 1, 1, 1);
      sendAt(i / (double) perSecond, from, to, query);
    }
  }

  private void sendAt(double seconds, int from, int to, Message message) {
    long time = world.simulation.nowNanos() + (long) (seconds * UnstructuredWorld.SECOND);
    world.simulation.at(time, () -> world.simulation.host(from).send(world.address(to), message));
  }

  /**
   * The leaves of a super-peer search in turn for files of a cluster, {@code perSecond} searches a
   * second.
   */
  private void search(List<Integer> askers, List<Integer> owners, int perSecond) {
    for (int i = 0; i < perSecond * SECONDS; i++) {
      int asker = askers.get(i % askers.size());
      int owner = owners.get(i / askers.size() % owners.size());
      long time = world.simulation.nowNanos() + i * UnstructuredWorld.SECOND / perSecond;
      if (asker != owner) {
        world.simulation.at(time, () -> search(asker, owner));
      }
    }
  }

  private void search(int asker, int owner) {
    long asked = world.simulation.nowNanos();
    world
        .node(asker)
        .search(
            fileOf(owner),
            answer -> {
              answers.add(answer);
              latencies.add(world.simulation.nowNanos() - asked);
            });
  }

  private void assertAllFoundWithin(int millis) {
    assertThat(answers).isNotEmpty().allMatch(a -> a.status() == SearchResult.Status.FOUND);
    assertThat(latencies).allMatch(latency -> latency <= millis * 1_000_000L);
  }

  @Test
  void ownLeaves_areServedAsEver_whenANeighborFloods() {
    started();
    flood(5, 0, 10 * RATE);
    search(leavesOf(0), leavesOf(0), 20);
    world.pass(SECONDS + 5);
    assertAllFoundWithin(120);
    assertThat(new LinkedHashSet<>(world.drops)).containsExactly(world.address(5));
    assertThat(world.drops.size()).isGreaterThan(8 * RATE * SECONDS);
  }

  @Test
  void ownLeaves_areServedAsEver_whenAllNeighborsFlood() {
    started();
    flood(5, 0, 10 * RATE);
    flood(10, 0, 10 * RATE);
    search(leavesOf(0), leavesOf(0), 20);
    world.pass(SECONDS + 5);
    assertAllFoundWithin(120);
  }

  /** Ten a second are less than half of what the flooded super-peer handles. */
  @Test
  void otherNeighbors_areAnswered_whenOneFloods() {
    started();
    flood(5, 0, 10 * RATE);
    search(leavesOf(10), leavesOf(0), 10);
    world.pass(SECONDS + 5);
    assertAllFoundWithin(180 + 2 * 1_000 / RATE); // two hops more, and at most two turns
    assertThat(new LinkedHashSet<>(world.drops)).containsExactly(world.address(5));
  }

  /**
   * Queries of a stranger do not slow the searches of others. The stranger is a leaf of another
   * super-peer, so it is no neighbor.
   */
  @Test
  void stranger_whoFloods_harmsNobody() {
    started();
    flood(leavesOf(5).get(0), 0, 20 * RATE);
    search(leavesOf(10), leavesOf(0), 10);
    search(leavesOf(0), leavesOf(0), 10);
    world.pass(SECONDS + 5);
    assertAllFoundWithin(180 + 1_000 / RATE);
    assertThat(new LinkedHashSet<>(world.drops)).containsExactly(world.address(leavesOf(5).get(0)));
  }

  @Test
  void leaf_whoFloods_harmsNoOther() {
    started();
    int flooder = leavesOf(0).get(0);
    for (int i = 0; i < 10 * RATE * SECONDS; i++) {
      SearchCriteria rare = new SearchCriteria.OfKey(Key.ofName("rare " + i));
      sendAt(i / (10.0 * RATE), flooder, 0, new LeafMessage.LeafQuery(i, rare, 1));
    }
    List<Integer> others = leavesOf(0).subList(1, leavesOf(0).size());
    search(others, leavesOf(5), 10);
    world.pass(SECONDS + 5);
    assertAllFoundWithin(180 + 2 * 1_000 / RATE);
    assertThat(new LinkedHashSet<>(world.drops)).containsExactly(world.address(flooder));
  }

  @Test
  void leaf_hasOnlySoManySearchesUnderWay() {
    UnstructuredWorld swift =
        UnstructuredWorld.of(new SuperPeerPlugin(), 10, 1, Map.of("clusterSize", "5"));
    swift.startAll();
    swift.pass(5);
    int leaf =
        IntStream.range(1, 10)
            .filter(i -> i != 5 && swift.address(0).equals(swift.leaf(i).superPeer(0)))
            .findFirst()
            .getAsInt();
    for (int i = 0; i < LeafQueryService.OPEN_PER_LEAF_MAX + 50; i++) {
      SearchCriteria rare = new SearchCriteria.OfKey(Key.ofName("rare " + i));
      swift.simulation.host(leaf).send(swift.address(0), new LeafMessage.LeafQuery(i, rare, 1));
    }
    swift.pass(0.1);
    assertThat(swift.superPeer(0).router().own().size())
        .isEqualTo(LeafQueryService.OPEN_PER_LEAF_MAX);
    assertThat(swift.drops).hasSize(50).containsOnly(swift.address(leaf));
    swift.pass(10);
    assertThat(swift.superPeer(0).router().own().size()).isZero();
    swift.node(5).publish(fileOf(5));
    assertThat(swift.search(leaf, fileOf(5)).status()).isEqualTo(SearchResult.Status.FOUND);
  }

  /**
   * A repeated query causes no load: a flood of the same query is recognised, and nothing is
   * dropped.
   */
  @Test
  void sameQuery_manyTimes_isRecognised_notQueued() {
    started();
    Message query =
        new UnstructuredMessage.Query(7, new SearchCriteria.OfKey(Key.ofName("q")), 1, 1, 1);
    for (int i = 0; i < 100 * RATE; i++) {
      sendAt(i / (10.0 * RATE), 5, 0, query);
    }
    world.pass(SECONDS + 1);
    assertThat(world.drops).isEmpty();
  }

  @Test
  void status_tellsWhatWaits() {
    started();
    flood(5, 0, 10 * RATE);
    world.pass(1);
    assertThat(world.superPeer(0).router().waiting()).isBetween(1, 16);
    assertThat(world.node(0).status().toString()).contains("queries waiting");
    world.pass(SECONDS + 5);
    assertThat(world.superPeer(0).router().waiting()).isZero();
  }
}
