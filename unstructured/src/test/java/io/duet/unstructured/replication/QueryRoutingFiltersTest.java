package io.duet.unstructured.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Key;
import io.duet.node.TrafficClass;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.Settings;
import io.duet.unstructured.FloodPlugin;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.message.BloomFilter;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryRoutingFiltersTest {
  private static final Key KEY = Key.ofName("a file");
  private static final int BITS = 1 << 16;

  private static Map<String, String> bloom(String... more) {
    Map<String, String> changes = new LinkedHashMap<>(Map.of("lastHop", "bloom"));
    for (int i = 0; i < more.length; i += 2) {
      changes.put(more[i], more[i + 1]);
    }
    return changes;
  }

  private static int[][] star(int leaves) {
    return IntStream.rangeClosed(1, leaves).mapToObj(i -> new int[] {0, i}).toArray(int[][]::new);
  }

  private static int[][] line(int nodes) {
    return IntStream.range(1, nodes).mapToObj(i -> new int[] {i - 1, i}).toArray(int[][]::new);
  }

  private static void begin(UnstructuredWorld world) {
    IntStream.range(0, world.nodes.size()).forEach(i -> world.superPeer(i).begin());
    world.pass(1);
  }

  private static void tell(UnstructuredWorld world, BloomFilter filter) {
    world
        .node(0)
        .onMessage(world.address(1), new UnstructuredMessage.RoutingFilterUpdate(7, filter));
  }

  private static BloomFilter full(int bits) {
    long[] blocks = new long[bits / Long.SIZE];
    Arrays.fill(blocks, -1);
    return new BloomFilter(blocks, 4);
  }

  /** The last hop goes only to the neighbor whose filter has the key: the fourth of five. */
  @Test
  void lastHop_goesOnlyToWhomItsFilterDoesNotExclude() {
    UnstructuredWorld world = UnstructuredWorld.linked(6, bloom("ttl", "1"), star(5));
    world.nodes.get(4).publish(KEY);
    begin(world);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(world.searchMessages()).isEqualTo(1 + 1);
    assertThat(world.arrivedAt).containsExactly(world.address(4));
  }

  /**
   * A query with TTL 2 on a line takes the first hop without regard to the filter; the filter can
   * stop only the second.
   */
  @Test
  void hopsBeforeTheLast_areTakenWhateverTheFilterSays() {
    UnstructuredWorld world = UnstructuredWorld.linked(4, bloom("ttl", "2"), line(4));
    world.nodes.get(2).publish(KEY);
    begin(world);
    assertThat(world.search(0, KEY).hops()).isEqualTo(2);
    assertThat(world.searchMessages()).isEqualTo(2 + 2);
    assertThat(world.search(0, Key.ofName("another")).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(2 + 2 + 1);
  }

  @Test
  void words_areInTheFilterToo() {
    UnstructuredWorld world = UnstructuredWorld.linked(4, bloom("ttl", "1"), star(3));
    world.node(2).publish(new ContentName("Winterreise live"));
    begin(world);
    assertThat(world.search(0, Keywords.of("live winterreise")).found()).hasSize(1);
    assertThat(world.searchMessages()).isEqualTo(1 + 1);
  }

  @Test
  void withoutTheSetting_nobodyTellsAFilter() {
    UnstructuredWorld world = UnstructuredWorld.linked(4, Map.of("ttl", "1"), star(3));
    begin(world);
    world.search(0, KEY);
    assertThat(world.searchMessages()).isEqualTo(3);
    assertThat(world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE)).isZero();
    tell(world, new BloomFilter(BITS, 4));
    assertThat(world.refusals).containsExactly("filter without use");
  }

  /**
   * A node sends a changed filter within a ping period, so a content published later is found then.
   */
  @Test
  void change_isToldWithinAPingPeriod() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, bloom("ping", "2s"), star(1));
    begin(world);
    world.nodes.get(1).publish(KEY);
    world.pass(2.2);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(world.refusals).isEmpty();
  }

  /**
   * A node sends its filter once, and again only after a change. Two nodes that never ping send two
   * filters and two answers, and one more of each.
   */
  @Test
  void filter_isToldOnce_andAgainOnlyWhenItChanged() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, bloom(), star(1));
    begin(world);
    assertThat(world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE)).isEqualTo(4);
    world.nodes.get(1).publish(KEY);
    world.nodes.get(1).withdraw(KEY);
    world.pass(40);
    assertThat(world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE)).isEqualTo(4);
    world.nodes.get(1).publish(KEY);
    world.pass(40);
    assertThat(world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE)).isEqualTo(6);
  }

  /** An old filter hides what came since, until the neighbor asks for a link again. */
  @Test
  void filter_isToldAnew_toWhoAsksForALinkAgain() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, bloom("ttl", "1"), star(1));
    begin(world);
    world.node(1).publish(KEY);
    world.pass(35);
    tell(world, new BloomFilter(BITS, 4));
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    world.node(1).onMessage(world.address(0), new UnstructuredMessage.LinkRequest(8));
    world.pass(31);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
  }

  /** An index that has become too large for a filter takes the old one back. */
  @Test
  void indexThatSaturatesItsFilter_isAskedAsIfItHadNone() {
    UnstructuredWorld narrow =
        UnstructuredWorld.linked(2, bloom("filterBits", "64", "ttl", "1"), star(1));
    begin(narrow);
    narrow.search(0, KEY);
    assertThat(narrow.searchMessages()).isZero();
    IntStream.range(0, 60).forEach(i -> narrow.node(1).publish(Key.ofName("file " + i)));
    narrow.pass(40);
    narrow.search(0, KEY);
    assertThat(narrow.searchMessages()).isEqualTo(1);
    assertThat(narrow.refusals).isEmpty();
  }

  /** Each bad filter takes the place of a good one, that excludes all. */
  @Test
  void badFilters_areRefused_andTheirNeighborIsAskedAsIfItHadNone() {
    Map<BloomFilter, String> refusals = new LinkedHashMap<>();
    refusals.put(full(BITS), "saturated filter");
    refusals.put(new BloomFilter(64, 4), "filter of another shape");
    refusals.put(new BloomFilter(BITS, 16), "filter of another shape");
    refusals.put(new BloomFilter(BloomFilter.BITS_MAX, 4), "filter of another shape");
    refusals.forEach(
        (filter, refusal) -> {
          UnstructuredWorld world = UnstructuredWorld.linked(2, bloom("ttl", "1"), star(1));
          begin(world);
          tell(world, filter);
          assertThat(world.refusals).containsExactly(refusal);
          world.search(0, KEY);
          assertThat(world.searchMessages()).isEqualTo(1);
        });
  }

  /**
   * A neighbor that requests the same link a hundred times is sent the filter once more, not a
   * hundred times.
   */
  @Test
  void askingOften_bringsNothing() {
    UnstructuredWorld world = UnstructuredWorld.linked(2, bloom(), star(1));
    begin(world);
    long before = world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE);
    for (int i = 0; i < 100; i++) {
      world.node(1).onMessage(world.address(0), new UnstructuredMessage.LinkRequest(8));
      world
          .node(1)
          .onMessage(
              world.address(0),
              new UnstructuredMessage.RoutingFilterUpdate(9, new BloomFilter(BITS, 4)));
    }
    world.pass(40);
    long sent = world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE) - before;
    assertThat(sent).isEqualTo(100 + 100 + 2); // Linked, FilterTaken, and a filter and its reply
  }

  @Test
  void filterOfAStranger_isRefused() {
    UnstructuredWorld world = UnstructuredWorld.linked(3, bloom(), star(1));
    world
        .node(0)
        .onMessage(
            world.address(2),
            new UnstructuredMessage.RoutingFilterUpdate(7, new BloomFilter(BITS, 4)));
    assertThat(world.refusals).containsExactly("filter of a stranger");
  }

  /** The same found as with all last hops, for fewer messages, wherever it is. */
  @Test
  void filters_changeWhatIsSent_neverWhatIsFound() {
    SplittableRandom random = new SplittableRandom(5);
    int[][] pairs = new int[160][];
    Arrays.setAll(pairs, i -> new int[] {i % 80, random.nextInt(80)});
    UnstructuredWorld all = UnstructuredWorld.linked(80, Map.of("ttl", "3"), pairs);
    UnstructuredWorld bloom = UnstructuredWorld.linked(80, bloom("ttl", "3"), pairs);
    for (int i = 0; i < 80; i++) {
      all.node(i).publish(Key.ofName("file of " + i));
      bloom.node(i).publish(Key.ofName("file of " + i));
    }
    begin(bloom);
    for (int i = 0; i < 80; i++) {
      Key sought = Key.ofName("file of " + random.nextInt(80));
      assertThat(bloom.search(i, sought)).isEqualTo(all.search(i, sought));
    }
    assertThat(2 * bloom.searchMessages()).isLessThan(all.searchMessages());
    assertThat(bloom.refusals).isEmpty();
  }

  /** Nodes that join one after the other, long after the first was made, and publish then. */
  @Test
  void startedNetwork_tellsWhatIsPublishedLater() {
    UnstructuredWorld world =
        UnstructuredWorld.of(new FloodPlugin(), 20, 3, bloom("degree", "40", "ttl", "1"));
    world.pass(5);
    world.startAll();
    world.pass(3);
    IntStream.range(0, 20).forEach(i -> world.node(i).publish(Key.ofName("file of " + i)));
    world.pass(2);
    for (int i = 1; i < 20; i++) {
      assertThat(world.search(0, Key.ofName("file of " + i)).status())
          .isEqualTo(SearchResult.Status.FOUND);
    }
    assertThat(world.searchMessages()).isLessThan(19 * 8);
  }

  /** Partners have their own filters: four partners of two clusters, and leaves that join later. */
  @Test
  void partners_haveTheirOwnFilters() {
    UnstructuredWorld world =
        UnstructuredWorld.of(
            new SuperPeerPlugin(), 18, 1, bloom("clusterSize", "6", "redundancy", "2", "ttl", "1"));
    world.startAll();
    world.pass(8);
    IntStream.range(0, 18).forEach(i -> world.node(i).publish(Key.ofName("file of " + i)));
    world.pass(3);
    for (int provider = 0; provider < 18; provider++) {
      for (int origin : new int[] {0, 1, 2, 8, 13, 17}) {
        assertThat(world.search(origin, Key.ofName("file of " + provider)).status())
            .isEqualTo(SearchResult.Status.FOUND);
      }
    }
    // links that two asked for at once, and one did not get
    assertThat(world.refusals).hasSizeLessThan(10).allMatch("filter of a stranger"::equals);
  }

  @Test
  void settings_outOfBounds_areRefused() {
    for (String[] bad :
        new String[][] {
          {"lastHop", "some"}, {"filterBits", "100"}, {"filterBits", "0"}, {"cache", "all"}
        }) {
      Settings settings = SuperPeerConfig.floodDefaults(9).overriddenBy(Map.of(bad[0], bad[1]));
      assertThatThrownBy(() -> SuperPeerConfig.of(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(bad[0]);
    }
  }
}
