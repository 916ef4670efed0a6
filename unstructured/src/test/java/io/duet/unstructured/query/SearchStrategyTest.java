package io.duet.unstructured.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.QueryEvent;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each way to search, on graphs that are worked out by hand. */
class SearchStrategyTest {
  private static final Key KEY = Key.ofName("a file");
  private static final SearchCriteria SOUGHT = new SearchCriteria.OfKey(KEY);

  private static int[][] line(int nodes) {
    return IntStream.range(1, nodes).mapToObj(i -> new int[] {i - 1, i}).toArray(int[][]::new);
  }

  private static int[][] ring(int nodes) {
    return IntStream.range(0, nodes)
        .mapToObj(i -> new int[] {i, (i + 1) % nodes})
        .toArray(int[][]::new);
  }

  private static int[][] star(int leaves) {
    return IntStream.rangeClosed(1, leaves).mapToObj(i -> new int[] {0, i}).toArray(int[][]::new);
  }

  // --- expanding ring

  /** Rings of TTL 1 and 3: one message, then three and three back; 5 and 7 are never sent. */
  @Test
  void expandingRing_stopsAtTheRingThatFinds() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(9, Map.of("search", "expanding-ring", "ringStep", "2"), line(9));
    world.nodes.get(3).publish(KEY);
    SearchResult answer = world.search(0, KEY);
    assertThat(answer.hops()).isEqualTo(3);
    assertThat(world.searchMessages()).isEqualTo(1 + 3 + 3);
  }

  /** TTL 1, 3 and then 4, which is the last: on a line of nine, 1 + 3 + 4 messages. */
  @Test
  void expandingRing_endsWithTheLargestTtl() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(9, Map.of("search", "expanding-ring", "ttl", "4"), line(9));
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(1 + 3 + 4);
  }

  // --- walkers

  /**
   * A walker on a line takes 5 steps, and its hit 5 messages. At step 4 it sends a walker check.
   */
  @Test
  void walker_goesOnUntilItFinds_andChecksBackAtEveryFourthStep() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(7, Map.of("search", "walk", "walkers", "1"), line(7));
    world.nodes.get(5).publish(KEY);
    SearchResult answer = world.search(0, KEY);
    assertThat(answer.hops()).isEqualTo(5);
    assertThat(world.searchMessages()).isEqualTo(5 + 5 + 2);
  }

  /**
   * Both directions of a ring of 40; one finds it after three steps, the other ends at its check.
   */
  @Test
  void walkers_endAtTheirNextCheck_onceOneHasFound() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(40, Map.of("search", "walk", "walkers", "2"), ring(40));
    world.nodes.get(3).publish(KEY);
    assertThat(world.search(0, KEY).hops()).isEqualTo(3);
    // one walker takes three steps, and its hit three; the other takes four steps, a check that
    // confirms it, four more steps, and a check that ends it
    assertThat(world.searchMessages()).isLessThanOrEqualTo(3 + 3 + 8 + 4);
  }

  @Test
  void walkers_takeNoMoreStepsThanAllowed() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            40, Map.of("search", "walk", "walkers", "2", "steps", "6"), ring(40));
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(2 * (6 + 2));
  }

  /** On a line, node 0 allows a walker 20 steps, the others three. */
  @Test
  void walker_withATtlAboveANodesOwn_takesNoMoreStepsThanThatAllows() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            6,
            node -> Map.of("search", "walk", "walkers", "1", "steps", node == 0 ? "20" : "3"),
            line(6));
    world.nodes.get(3).publish(KEY);
    assertThat(world.search(0, KEY).hops()).isEqualTo(3);
    assertThat(world.search(0, Key.ofName("nothing")).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.arrivedAt).doesNotContain(world.address(4));
    assertThat(world.refusals).isEmpty();
  }

  @Test
  void walker_withATtlOutOfRange_isRefused() {
    UnstructuredWorld world = UnstructuredWorld.linked(3, Map.of("steps", "10"), line(3));
    for (int[] ttlAndHops : new int[][] {{100_000, 1}, {1, 0}}) {
      world
          .nodes
          .get(1)
          .onMessage(
              world.address(0),
              new UnstructuredMessage.Walk(
                  5, SOUGHT, 1, ttlAndHops[0], ttlAndHops[1], world.address(0), 0));
    }
    assertThat(world.refusals).containsExactly("TTL out of range", "TTL out of range");
    assertThat(world.searchMessages()).isZero();
  }

  // --- dynamic query

  /** A star of twenty where all have it: the probe over three links is enough. */
  @Test
  void dynamicQuery_forAPopularContent_endsWithItsProbe() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(21, Map.of("search", "dynamic", "degree", "40"), star(20));
    IntStream.rangeClosed(1, 20).forEach(i -> world.nodes.get(i).publish(KEY));
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(world.searchMessages()).isEqualTo(3 + 3);
  }

  /**
   * A dynamic query for a rare content, which one in twenty nodes has, asks one link after another.
   */
  @Test
  void dynamicQuery_forARareContent_asksLinkByLink() {
    for (int provider = 1; provider <= 20; provider++) {
      UnstructuredWorld world =
          UnstructuredWorld.linked(
              21,
              Map.of("search", "dynamic", "degree", "40", "queryDeadline", "60s", "ttl", "1"),
              star(20));
      world.nodes.get(provider).publish(KEY);
      List<SearchResult> answers = new ArrayList<>();
      world.nodes.get(0).search(KEY, answers::add);
      world.pass(60);
      assertThat(answers.get(0).status()).isEqualTo(SearchResult.Status.FOUND);
      assertThat(world.searchMessages()).isBetween(3L + 1, 20L + 1);
    }
  }

  // --- what holds for each of them

  /**
   * On a random graph where one node in ten has a content, each search strategy finds it and names
   * a provider.
   */
  @Test
  void everyStrategy_findsWhatIsThere_andNothingElse() {
    for (String search : List.of("flood", "expanding-ring", "walk", "dynamic")) {
      UnstructuredWorld world = randomGraph(100, Map.of("search", search, "ttl", "7"));
      for (int i = 10; i < 100; i += 10) {
        world.nodes.get(i).publish(KEY);
      }
      for (int asking = 1; asking < 10; asking++) {
        SearchResult answer = world.search(asking, KEY);
        assertThat(answer.status())
            .as("%s from %d", search, asking)
            .isEqualTo(SearchResult.Status.FOUND);
        assertThat(answer.providers())
            .allMatch(r -> world.simulation.peers().indexOf(r.provider()) % 10 == 0);
      }
      assertThat(world.search(1, Key.ofName("another")).status())
          .as(search)
          .isEqualTo(SearchResult.Status.NOT_FOUND);
      assertThat(world.refusals).isEmpty();
    }
  }

  private static UnstructuredWorld randomGraph(int nodes, Map<String, String> changes) {
    SplittableRandom random = new SplittableRandom(3);
    int[][] pairs = new int[2 * nodes][];
    Arrays.setAll(pairs, i -> new int[] {i % nodes, random.nextInt(nodes)});
    return UnstructuredWorld.linked(nodes, changes, pairs);
  }

  /**
   * A flood reports each arrival of a query, and marks the second arrival at a node as repeated.
   */
  @Test
  void flood_tellsEachArrival_andRecognisesTheSecond() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(3, Map.of(), new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 0});
    world.search(0, KEY);
    assertThat(world.arrivals)
        .extracting(QueryEvent.Arrived::repeated)
        .containsExactly(false, false, true, true);
    assertThat(world.arrivals).extracting(QueryEvent.Arrived::hops).containsExactly(1, 1, 2, 2);
  }

  // --- words

  @Test
  void words_areFoundInAnyOrder_withCaseAndAccentsFolded() {
    UnstructuredWorld world = UnstructuredWorld.linked(4, Map.of(), line(4));
    ContentName name = new ContentName("Élégie für Streicher, live 1998.flac");
    world.node(3).publish(name);
    world.node(2).publish(new ContentName("elegie 2001.flac"));
    KeywordResult answer = world.search(0, Keywords.of("LIVE elegie"));
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.found()).hasSize(1);
    assertThat(answer.found().get(0).name()).isEqualTo(name);
    assertThat(answer.found().get(0).providers()).containsExactly(world.address(3));
    assertThat(world.search(0, Keywords.of("elegie")).found()).hasSize(2);
  }

  @Test
  void words_thatTooManyNamesHave_areAnsweredInPart_andSaySo() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, Map.of(), line(2));
    for (int i = 0; i < KeywordResult.NAMES_MAX + 5; i++) {
      world.node(1).publish(new ContentName("song " + i));
    }
    KeywordResult answer = world.search(0, Keywords.of("song"));
    assertThat(answer.found()).hasSize(KeywordResult.NAMES_MAX);
    assertThat(answer.complete()).isFalse();
  }

  @Test
  void hit_whoseNamesLackTheWords_isRefused() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, Map.of(), line(2));
    List<KeywordResult> answers = new ArrayList<>();
    world.node(0).search(Keywords.of("song"), answers::add);
    long id = world.superPeer(0).router().own().ids().get(0);
    KeywordResult.NamedContent lie =
        new KeywordResult.NamedContent(new ContentName("virus"), List.of(world.address(1)));
    world
        .node(0)
        .onMessage(
            world.address(1),
            new UnstructuredMessage.QueryHit(
                id, 1, new SearchResults(List.of(), List.of(lie), true)));
    world.pass(10);
    assertThat(world.refusals).containsExactly("hit that is no answer");
    assertThat(answers.get(0).found()).isEmpty();
  }
}
