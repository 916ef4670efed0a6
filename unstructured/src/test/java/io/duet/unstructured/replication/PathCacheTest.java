package io.duet.unstructured.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentCache;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathCacheTest {
  private static final Key KEY = Key.ofName("a file");

  private static Map<String, String> cached(String... more) {
    Map<String, String> changes = new LinkedHashMap<>(Map.of("cache", "path"));
    for (int i = 0; i < more.length; i += 2) {
      changes.put(more[i], more[i + 1]);
    }
    return changes;
  }

  /** 0 - 1 - 2 - 3, and 4 at 5 at 1. */
  private static UnstructuredWorld world(String... more) {
    return UnstructuredWorld.linked(
        6,
        cached(more),
        new int[] {0, 1},
        new int[] {1, 2},
        new int[] {2, 3},
        new int[] {1, 5},
        new int[] {5, 4});
  }

  private static PathCache cache(UnstructuredWorld world, int node) {
    return world.superPeer(node).knowledge().cache();
  }

  private static Peer peer(int number) {
    return Peer.at(PeerAddress.ofIpv4(0x7f000001, 1_000 + number));
  }

  private static Key key(int number) {
    return Key.ofName("file " + number);
  }

  // --- the cache itself

  /** Neither asking for 0 nor hearing of it again keeps it: use must not prolong a copy's life. */
  @Test
  void cache_forgetsWhatCameFirst_howeverOftenItIsUsed() {
    PathCache cache = new PathCache(3, 100);
    IntStream.range(0, 3).forEach(i -> cache.add(key(i), peer(i), 0));
    assertThat(cache.find(key(0), 1)).containsExactly(peer(0));
    cache.add(key(0), peer(9), 1);
    cache.add(key(3), peer(3), 1);
    assertThat(cache.contents(1)).containsExactly(key(1), key(2), key(3));
    assertThat(cache.find(key(0), 1)).isEmpty();
  }

  /**
   * A path cache keeps a hit for the lifetime that the hit names, and for 100 at most. A hit at 80
   * names 30, and one at 109 names 500, which is cut to 100.
   */
  @Test
  void cache_believesWhatIsTold_noLongerThanItsTellerAndItsOwnTime() {
    PathCache cache = new PathCache(3, 100);
    cache.add(key(0), peer(0), 0);
    cache.asked(7, new SearchCriteria.OfKey(key(0)));
    cache.passed(hit(7, peer(0)), 10, 30);
    assertThat(cache.nanosLeft(key(0), 10)).isEqualTo(90); // the later end counts
    cache.passed(hit(7, peer(1)), 80, 30);
    assertThat(cache.nanosLeft(key(0), 80)).isEqualTo(20); // of all its providers the first
    assertThat(cache.find(key(0), 109)).containsExactly(peer(1));
    cache.passed(hit(7, peer(1)), 109, 500);
    assertThat(cache.nanosLeft(key(0), 109)).isEqualTo(100);
    cache.passed(hit(7, peer(2)), 109, 0);
    assertThat(cache.find(key(0), 109)).containsExactly(peer(1));
    assertThat(cache.nanosLeft(key(1), 109)).isZero();
  }

  private static UnstructuredMessage.QueryHit hit(long query, Peer provider) {
    return new UnstructuredMessage.QueryHit(query, 1, SearchResults.of(List.of(provider)));
  }

  @Test
  void cache_remembersNoLongerThanItsTime_eachProviderByItself() {
    PathCache cache = new PathCache(3, 100);
    cache.add(KEY, peer(1), 0);
    cache.add(KEY, peer(2), 50);
    assertThat(cache.find(KEY, 99)).containsExactly(peer(1), peer(2));
    assertThat(cache.find(KEY, 100)).containsExactly(peer(2));
    assertThat(cache.find(KEY, 150)).isEmpty();
    assertThat(cache.size()).isZero();
  }

  /** A billion are the same as these: the bounds hold after each one. */
  @Test
  void cache_isBounded_whateverPasses() {
    PathCache cache = new PathCache(8, 100);
    for (int i = 0; i < 20_000; i++) {
      cache.asked(i, new SearchCriteria.OfKey(key(i)));
      SearchResults many =
          SearchResults.of(IntStream.range(0, 20).mapToObj(PathCacheTest::peer).toList());
      cache.passed(new UnstructuredMessage.QueryHit(i, 1, many), 0, Long.MAX_VALUE);
      assertThat(cache.size()).isLessThanOrEqualTo(8);
    }
    assertThat(cache.find(key(19_999), 1)).hasSize(PathCache.PROVIDERS_MAX);
    cache.passed(hit(0, peer(1)), 0, Long.MAX_VALUE);
    assertThat(cache.find(key(0), 1)).isEmpty(); // asked too long ago
  }

  @Test
  void cache_forgetsWhoIsGone_everywhere() {
    PathCache cache = new PathCache(8, 100);
    cache.add(key(1), peer(1), 0);
    cache.add(key(2), peer(1), 0);
    cache.add(key(2), peer(2), 0);
    cache.forget(peer(1));
    assertThat(cache.find(key(1), 1)).isEmpty();
    assertThat(cache.find(key(2), 1)).containsExactly(peer(2));
    cache.forget(key(2), peer(2));
    assertThat(cache.size()).isZero();
  }

  // --- among nodes

  /**
   * The origin and all nodes on the reverse path cache a hit. The query takes three hops, and the
   * hit three.
   */
  @Test
  void hit_isRememberedWhereItPasses() {
    UnstructuredWorld world = world();
    world.node(3).publish(KEY);
    assertThat(world.search(0, KEY).hops()).isEqualTo(3);
    assertThat(List.of(0, 1, 2)).allMatch(i -> cache(world, i).size() == 1);
    assertThat(List.of(4, 5)).allMatch(i -> cache(world, i).size() == 0);
    long before = world.searchMessages();
    assertThat(world.search(0, KEY).hops()).isZero();
    assertThat(world.searchMessages()).isEqualTo(before);
    assertThat(world.search(4, KEY).hops()).isEqualTo(2); // at 1
  }

  /**
   * A cached hit lives no longer than the cache entry that it came from. Node 1 caches node 3,
   * which crashes; node 5 forwards that hit, and drops it soon after.
   */
  @Test
  void rememberedHit_isRememberedNoLongerThanWhereItCameFrom() {
    UnstructuredWorld world = world("verifyHits", "true");
    world.node(3).publish(KEY);
    world.search(0, KEY);
    world.simulation.crash(3);
    assertThat(world.search(4, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    long now = world.simulation.nowNanos();
    long onTheWay = 30_000_000;
    long left = cache(world, 1).nanosLeft(KEY, now);
    assertThat(cache(world, 5).nanosLeft(KEY, now)).isBetween(1L, left + onTheWay);
    assertThat(cache(world, 4).size()).isZero(); // it has asked node 3 itself
    world.pass((left + onTheWay) / 1e9);
    assertThat(world.nodes).allMatch(node -> ContentCache.of(node).isEmpty());
    assertThat(world.refusals).isEmpty();
  }

  /** A cached hit that the origin confirms with its live provider gets its full lifetime again. */
  @Test
  void rememberedHit_thatIsConfirmed_isRememberedForItsFullTime() {
    UnstructuredWorld world = world("verifyHits", "true", "ttl", "3"); // 4 does not reach 3
    world.node(3).publish(KEY);
    world.search(0, KEY);
    world.pass(20);
    assertThat(world.search(4, KEY).hops()).isEqualTo(2);
    long now = world.simulation.nowNanos();
    assertThat(cache(world, 4).nanosLeft(KEY, now))
        .isGreaterThan(cache(world, 1).nanosLeft(KEY, now) + 20 * UnstructuredWorld.SECOND);
  }

  /**
   * A stale entry costs one message and never gives a wrong result. The entry of 1 for 3 is stale,
   * and 2 has the content.
   */
  @Test
  void staleEntry_costsAMessage_neverAWrongResult() {
    UnstructuredWorld world = world("verifyHits", "true");
    world.node(3).publish(KEY);
    world.search(0, KEY);
    world.node(3).withdraw(KEY);
    world.node(2).publish(KEY);
    for (int origin : List.of(4, 0)) {
      SearchResult answer = world.search(origin, KEY);
      assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
      assertThat(answer.providers()).allMatch(r -> r.provider().equals(world.address(2)));
    }
    assertThat(world.refusals).isEmpty();
  }

  /**
   * A walker goes on after a cached hit until its origin has enough, so a stale entry does not end
   * it.
   */
  @Test
  void walker_goesOnAfterWhatIsMerelyRemembered() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            5,
            cached("search", "walk", "walkers", "1", "verifyHits", "true"),
            new int[] {0, 1},
            new int[] {1, 2},
            new int[] {2, 3},
            new int[] {3, 4});
    world.node(4).publish(KEY);
    cache(world, 1).add(KEY, world.address(3), 0);
    SearchResult answer = world.search(0, KEY);
    assertThat(answer.providers()).hasSize(1);
    assertThat(answer.providers()).allMatch(r -> r.provider().equals(world.address(4)));
  }

  @Test
  void forgedHits_areNotRemembered_unlessTheirQueryPassedHere() {
    UnstructuredWorld world = world();
    SearchResults forged = SearchResults.of(List.of(world.address(2)));
    world.node(1).onMessage(world.address(2), new UnstructuredMessage.QueryHit(99, 1, forged));
    world.node(1).onMessage(world.address(2), new UnstructuredMessage.CachedHit(99, 1, forged, 1));
    assertThat(world.refusals).containsExactly("hit for no query", "hit for no query");
    assertThat(cache(world, 1).size()).isZero();
  }

  @Test
  void farewell_dropsAllOfAPeer() {
    UnstructuredWorld world = world();
    cache(world, 0).add(KEY, world.address(1), 0);
    world.node(0).onMessage(world.address(1), new UnstructuredMessage.Leave());
    assertThat(cache(world, 0).size()).isZero();
  }

  @Test
  void entries_expire() {
    UnstructuredWorld world = world("cacheTtl", "20s");
    world.node(3).publish(KEY);
    world.search(0, KEY);
    world.node(3).withdraw(KEY);
    world.pass(20);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
  }
}
