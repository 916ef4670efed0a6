package io.duet.unstructured.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneHopIndexTest {
  private static final Key KEY = Key.ofName("a file");

  private static Map<String, String> replicated(String... more) {
    Map<String, String> changes = new LinkedHashMap<>(Map.of("replicateIndex", "true"));
    for (int i = 0; i < more.length; i += 2) {
      changes.put(more[i], more[i + 1]);
    }
    return changes;
  }

  private static int[][] line(int nodes) {
    return IntStream.range(1, nodes).mapToObj(i -> new int[] {i - 1, i}).toArray(int[][]::new);
  }

  private static void begin(UnstructuredWorld world) {
    IntStream.range(0, world.nodes.size()).forEach(i -> world.superPeer(i).begin());
    world.pass(1);
  }

  private static OneHopIndex pointers(UnstructuredWorld world, int node) {
    return world.superPeer(node).knowledge().pointers();
  }

  private static void tell(
      UnstructuredWorld world, int from, boolean whole, Peer provider, List<SharedContent> all) {
    UnstructuredMessage.ProviderContents part =
        new UnstructuredMessage.ProviderContents(provider, false, all);
    world
        .node(0)
        .onMessage(
            world.address(from), new UnstructuredMessage.IndexUpdate(7, whole, List.of(part)));
  }

  private static List<SharedContent> contents(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> SharedContent.of(Key.ofName("file " + i)))
        .toList();
  }

  @Test
  void whatANeighborHas_isFoundWithoutAMessage() {
    UnstructuredWorld world = UnstructuredWorld.linked(3, replicated(), line(3));
    world.nodes.get(1).publish(KEY);
    begin(world);
    SearchResult answer = world.search(0, KEY);
    assertThat(answer.hops()).isZero();
    assertThat(answer.providers()).allMatch(r -> r.provider().equals(world.address(1)));
    assertThat(world.searchMessages()).isZero();
  }

  /**
   * The last hop is saved, because the third node answers for the fourth from its one-hop index.
   * With TTL 3 the query takes two hops, and its hit two.
   */
  @Test
  void lastHop_isSpared_becauseItsNeighborsSpeakForIt() {
    UnstructuredWorld world = UnstructuredWorld.linked(5, replicated("ttl", "3"), line(5));
    world.nodes.get(3).publish(KEY);
    world.nodes.get(4).publish(Key.ofName("too far"));
    begin(world);
    assertThat(world.search(0, KEY).hops()).isEqualTo(2);
    assertThat(world.searchMessages()).isEqualTo(2 + 2);
    assertThat(world.search(0, Key.ofName("too far")).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(2 + 2 + 2);
  }

  /** A walker ends one step before the provider, whose content the one-hop index holds. */
  @Test
  void walker_endsOneStepBeforeTheProvider() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(7, replicated("search", "walk", "walkers", "1"), line(7));
    world.nodes.get(4).publish(KEY);
    begin(world);
    assertThat(world.search(0, KEY).hops()).isEqualTo(3);
    assertThat(world.searchMessages()).isEqualTo(3 + 3);
  }

  @Test
  void words_areFoundAmongPointersToo_eachNameOnce() {
    UnstructuredWorld world = UnstructuredWorld.linked(3, replicated("ttl", "1"), line(3));
    ContentName name = new ContentName("Winterreise live");
    world.node(0).publish(name);
    world.node(1).publish(name);
    world.node(1).publish(new ContentName("Winterreise 1979"));
    begin(world);
    var found = world.search(0, Keywords.of("winterreise")).found();
    assertThat(found).hasSize(2);
    assertThat(found.stream().filter(c -> c.name().equals(name)).findAny().get().providers())
        .containsExactlyInAnyOrder(world.address(0), world.address(1));
  }

  /** Many contents go in several messages, and changes follow within a ping period. */
  @Test
  void index_isHandedOverWhole_andItsChangesToo() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, replicated("ping", "2s"), line(2));
    contents(0, 600).forEach(content -> world.node(1).publish(content.key()));
    begin(world);
    assertThat(pointers(world, 0).entries()).isEqualTo(600);
    assertThat(pointers(world, 0).spares(world.address(1), new SearchCriteria.OfKey(KEY))).isTrue();
    world.node(1).publish(KEY);
    contents(0, 100).forEach(content -> world.node(1).withdraw(content.key()));
    world.pass(3);
    assertThat(pointers(world, 0).entries()).isEqualTo(501);
    contents(100, 500).forEach(content -> world.node(1).withdraw(content.key()));
    world.node(1).withdraw(KEY);
    world.pass(3);
    assertThat(pointers(world, 0).entries()).isZero();
    assertThat(world.refusals).isEmpty();
  }

  @Test
  void index_isHandedOverAnew_toWhoAsksForALinkAgain() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, replicated("ping", "2s"), line(2));
    world.node(1).publish(KEY);
    begin(world);
    pointers(world, 0).restart(world.address(1));
    world.node(1).onMessage(world.address(0), new UnstructuredMessage.LinkRequest(8));
    world.pass(3);
    assertThat(pointers(world, 0).entries()).isEqualTo(1);
  }

  @Test
  void pointers_vanishWithTheLink() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, replicated("ping", "1s"), line(2));
    world.node(1).publish(KEY);
    begin(world);
    assertThat(pointers(world, 0).entries()).isEqualTo(1);
    world.superPeer(0).links().drop(world.address(1));
    assertThat(
            pointers(world, 0).find(new SearchCriteria.OfKey(KEY), 1, SearchResults.NONE).count())
        .isZero();
    world.simulation.crash(1);
    world.pass(5);
    assertThat(pointers(world, 0).entries()).isZero();
  }

  @Test
  void pointersOfAStranger_areRefused() {
    UnstructuredWorld world = UnstructuredWorld.linked(3, replicated(), new int[] {0, 1});
    tell(world, 2, true, world.address(2), contents(0, 1));
    assertThat(world.refusals).containsExactly("one-hop index of a stranger");
    assertThat(pointers(world, 0).entries()).isZero();
    assertThat(world.search(0, Key.ofName("file 0")).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void withoutTheSetting_pointersAreRefused() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, Map.of(), line(2));
    tell(world, 1, true, world.address(1), contents(0, 1));
    assertThat(world.refusals).containsExactly("one-hop index without use");
  }

  /** A neighbor that hands over without end loses all, and is asked as if it had handed nothing. */
  @Test
  void pointersWithoutEnd_areRefused_andForgotten() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, replicated("ttl", "1"), line(2));
    int first = 0;
    while (world.refusals.isEmpty() && first < 1 << 18) {
      tell(world, 1, true, world.address(1), contents(first, 256));
      first += 256;
    }
    assertThat(world.refusals).containsExactly("one-hop index too large");
    assertThat(first).isEqualTo(LeafIndex.KEYS_PER_LEAF_MAX + 256);
    assertThat(pointers(world, 0).entries()).isZero();
    assertThat(pointers(world, 0).spares(world.address(1), new SearchCriteria.OfKey(KEY)))
        .isFalse();
    world.search(0, KEY);
    assertThat(world.arrivedAt).containsExactly(world.address(1));
  }

  /** Neighbors that send as many entries as they can leave room for the next neighbor. */
  @Test
  void greedyNeighbors_leaveRoomForOthers() {
    int[][] star = IntStream.range(1, 20).mapToObj(i -> new int[] {0, i}).toArray(int[][]::new);
    UnstructuredWorld world = UnstructuredWorld.linked(20, replicated("degree", "20"), star);
    SuperPeer holder = world.superPeer(0);
    OneHopIndex table =
        new OneHopIndex(holder.context(), holder.links(), holder.index(), () -> {}, 16 * 64);
    for (int from = 1; from < 19; from++) {
      int place = 0;
      while (take(table, world.address(from), contents(1_000 * from + place, 1)) && place < 60) {
        place++;
      }
    }
    assertThat(table.entries()).isLessThan(16 * 64);
    assertThat(take(table, world.address(19), contents(0, 2))).isTrue();
  }

  private static boolean take(OneHopIndex table, Peer from, List<SharedContent> contents) {
    UnstructuredMessage.ProviderContents part =
        new UnstructuredMessage.ProviderContents(from, false, contents);
    return table.take(from, new UnstructuredMessage.IndexUpdate(1, true, List.of(part))).isEmpty();
  }

  /** A search finds node 3 although node 1 names node 2 as a provider. Node 2 denies it. */
  @Test
  void forgedPointer_costsAMessage_andIsNoResult() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(4, replicated("verifyHits", "true"), line(4));
    world.node(3).publish(KEY);
    tell(world, 1, true, world.address(2), List.of(SharedContent.of(KEY)));
    SearchResult answer = world.search(0, KEY);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.providers()).allMatch(r -> r.provider().equals(world.address(3)));
    assertThat(world.refusals).containsExactly("not a message for a peer"); // the reply to the lie
  }

  /**
   * A query goes on after a third of a second if the provider named by a one-hop index does not
   * reply.
   */
  @Test
  void pointerToTheDead_delaysAQuery_noLongerThanAHop() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(5, replicated("verifyHits", "true"), line(4));
    world.node(3).publish(KEY);
    tell(world, 1, true, world.address(4), List.of(SharedContent.of(KEY)));
    world.simulation.crash(4);
    List<SearchResult> answers = new ArrayList<>();
    world.node(0).search(KEY, answers::add);
    world.pass(0.35 + 0.18 + 0.06 + 0.01); // there and back, and the confirmation
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  /** One-hop indexes give the same results with fewer messages. */
  @Test
  void pointers_changeWhatIsSent_neverWhatIsFound() {
    SplittableRandom random = new SplittableRandom(5);
    int[][] pairs = new int[160][];
    Arrays.setAll(pairs, i -> new int[] {i % 80, random.nextInt(80)});
    UnstructuredWorld without = UnstructuredWorld.linked(80, Map.of("ttl", "3"), pairs);
    UnstructuredWorld with = UnstructuredWorld.linked(80, replicated("ttl", "3"), pairs);
    for (int i = 0; i < 80; i++) {
      without.node(i).publish(Key.ofName("file of " + i));
      with.node(i).publish(Key.ofName("file of " + i));
    }
    begin(with);
    for (int i = 0; i < 80; i++) {
      Key sought = Key.ofName("file of " + random.nextInt(80));
      assertThat(with.search(i, sought).status()).isEqualTo(without.search(i, sought).status());
    }
    assertThat(2 * with.searchMessages()).isLessThan(without.searchMessages());
    assertThat(with.refusals).isEmpty();
  }

  /** The one-hop index names the leaves as providers, not the super-peer that answers for them. */
  @Test
  void leavesOfANeighbor_areNamedAsProviders() {
    UnstructuredWorld world =
        UnstructuredWorld.of(
            new SuperPeerPlugin(), 24, 3, replicated("clusterSize", "8", "verifyHits", "true"));
    world.startAll();
    world.pass(5);
    for (int i = 0; i < 24; i++) {
      world.node(i).publish(Key.ofName("file of " + i));
    }
    world.pass(3);
    List<Peer> found = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      world.search(1, Key.ofName("file of " + i)).providers().forEach(r -> found.add(r.provider()));
    }
    assertThat(found).containsExactlyElementsOf(world.simulation.peers());
    assertThat(world.arrivals).isEmpty(); // all three super-peers are neighbors
  }
}
