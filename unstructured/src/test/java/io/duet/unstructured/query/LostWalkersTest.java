package io.duet.unstructured.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import io.duet.overlay.trace.SearchTrace;
import io.duet.overlay.trace.TracedSearch;
import io.duet.unstructured.FloodPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Walkers that meet dead peers or are lost, in small networks whose paths are computed by hand. */
class LostWalkersTest {
  private static final Key KEY = Key.ofName("a file");

  /**
   * A ring of four, of which 1 has crashed and is late to answer 0 and 2. One walker with two steps
   * gets from 0 to 2 only through 3. Otherwise it would step to 1 at every other search.
   */
  @Test
  void walker_goesRoundANeighbor_thatHasNotAnsweredInTime() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            4,
            Map.of("search", "walk", "walkers", "1", "steps", "2", "ping", "1s", "links", "named"),
            new int[] {0, 1},
            new int[] {1, 2},
            new int[] {2, 3},
            new int[] {3, 0});
    world.nodes.get(2).publish(KEY);
    IntStream.range(0, 4).forEach(peer -> world.superPeer(peer).begin());
    world.pass(3.05);
    world.simulation.crash(1);
    world.pass(1.4); // each has pinged it and waited for 350 ms; it is dropped 3 s after the ping
    List<SearchResult> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      world.nodes.get(0).search(KEY, answers::add);
    }
    world.pass(0.2);
    assertThat(world.superPeer(0).links().neighbors()).contains(world.address(1));
    assertThat(answers)
        .hasSize(20)
        .allMatch(a -> a.status() == SearchResult.Status.FOUND && a.hops() == 2);
  }

  /** One search by key and one by words, each with two walkers along the line 0 - 1 - 2. */
  @Test
  void walkers_areExplainedStepByStep() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            3, Map.of("search", "walk", "walkers", "2"), new int[] {0, 1}, new int[] {1, 2});
    world.nodes.get(2).publish(new ContentName("a file"));
    TracedSearch searcher = (TracedSearch) world.nodes.get(0);
    for (boolean byWords : new boolean[] {false, true}) {
      SearchTrace trace = new SearchTrace(world.simulation.nowNanos());
      if (byWords) {
        searcher.search(Keywords.of("file"), 1, trace, answer -> {});
      } else {
        searcher.search(KEY, 1, trace, answer -> {});
      }
      world.pass(2);
      assertThat(trace.steps())
          .extracting(SearchTrace.Step::peer, SearchTrace.Step::from, SearchTrace.Step::asked)
          .containsExactly(
              tuple(world.address(1), "neighbor table", "walker 1 of 2"),
              tuple(world.address(1), "neighbor table", "walker 2 of 2"));
      assertThat(trace.steps()).extracting(SearchTrace.Step::answer).contains("1 hits at 2 hops");
    }
  }

  /** A walker goes to its only neighbor even if that neighbor has not answered a ping yet. */
  @Test
  void walker_whoseOnlyNeighborOwesAnAnswer_goesThere() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(2, Map.of("search", "walk", "ping", "1s"), new int[] {0, 1});
    world.nodes.get(1).publish(KEY);
    world.superPeer(0).linking().maintain();
    List<SearchResult> answers = new ArrayList<>();
    world.nodes.get(0).search(KEY, answers::add);
    world.pass(0.07);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  /** A walker treats a slower neighbor like the other until it is late. 0 has pinged both. */
  @Test
  void neighborThatIsSlower_isAsGoodAsTheOther_untilItIsLate() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(3, Map.of(), new int[] {0, 1}, new int[] {0, 2});
    NeighborTable links = world.superPeer(0).links();
    world.simulation.faults().partition(only(0), only(2));
    world.superPeer(0).linking().maintain();
    world.pass(0.3);
    assertThat(links.neighborhood().answering(links.neighbors()))
        .containsExactly(world.address(1), world.address(2));
    world.pass(0.2);
    assertThat(links.neighborhood().answering(links.neighbors())).containsExactly(world.address(1));
    world.simulation.faults().repair();
    world.superPeer(0).linking().maintain();
    world.pass(0.1);
    assertThat(links.neighborhood().answering(links.neighbors())).hasSize(2);
  }

  private static UnstructuredWorld line(int peers, String walkers) {
    return line(peers, walkers, "1024");
  }

  private static UnstructuredWorld line(int peers, String walkers, String steps) {
    return UnstructuredWorld.linked(
        peers,
        Map.of("search", "walk", "walkers", walkers, "steps", steps),
        IntStream.range(1, peers).mapToObj(i -> new int[] {i - 1, i}).toArray(int[][]::new));
  }

  private static BitSet only(int node) {
    BitSet set = new BitSet();
    set.set(node);
    return set;
  }

  /**
   * On the line 0 - 1 - 2 the origin sends a new walker after the first step of its walker was
   * lost. It waits for the time of four steps, a walker check and its reply.
   */
  @Test
  void walker_thatIsLost_isReplaced_andTheContentFound() {
    UnstructuredWorld world = line(3, "1");
    world.nodes.get(2).publish(KEY);
    world.simulation.faults().partition(only(0), only(1));
    List<SearchResult> answers = new ArrayList<>();
    world.nodes.get(0).search(KEY, answers::add);
    world.pass(2);
    world.simulation.faults().repair();
    world.pass(0.05); // six times 350 ms have not passed
    assertThat(world.searchMessages()).isEqualTo(1);
    world.pass(1);
    assertThat(answers).extracting(SearchResult::hops).containsExactly(2);
    assertThat(world.searchMessages()).isEqualTo(1 + 2 + 2);
  }

  /**
   * A new walker finds a content again after its hit was lost. On the line 0 - 1 - 2 - 3 the hit is
   * lost between 1 and 0.
   */
  @Test
  void hit_thatIsLost_isAskedForAnew() {
    UnstructuredWorld world = line(4, "1");
    world.nodes.get(3).publish(KEY);
    world.simulation.faults().partitionOneWay(only(1), only(0));
    List<SearchResult> answers = new ArrayList<>();
    world.nodes.get(0).search(KEY, answers::add);
    world.pass(2);
    world.simulation.faults().repair();
    world.pass(1);
    assertThat(answers).extracting(SearchResult::hops).containsExactly(3);
  }

  /** An origin replaces each of three walkers once at most; here the only neighbor is dead. */
  @Test
  void walkers_areReplacedNoMoreThanOnceEach() {
    UnstructuredWorld world = line(2, "3");
    world.simulation.crash(1);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.searchMessages()).isEqualTo(3 + 3);
  }

  /**
   * A search is incomplete if it ends before replaced walkers had their time. A lost walker is
   * replaced after 2.45 s, and then has 2.1 s. With 8 steps of 350 ms the search ends after 2.8 s,
   * with 14 after 4.9 s.
   */
  @Test
  void search_thatEndsBeforeReplacementsHadTheirTime_saysThatThereMayBeMore() {
    for (String steps : List.of("8", "14")) {
      UnstructuredWorld world = line(2, "3", steps);
      world.simulation.crash(1);
      SearchResult answer = world.search(0, KEY);
      assertThat(world.searchMessages()).isEqualTo(3 + 3);
      assertThat(answer.status()).isEqualTo(SearchResult.Status.NOT_FOUND);
      assertThat(answer.complete()).isEqualTo(steps.equals("14"));
    }
  }

  /** An origin refuses a walker check for a walker that it never sent, or for a flood. */
  @Test
  void stillWanted_ofNoWalker_isRefused() {
    UnstructuredWorld world = line(3, "2");
    world.nodes.get(0).search(KEY, answer -> {});
    world.pass(0.1);
    long query = world.superPeer(0).router().own().ids().get(0);
    world
        .nodes
        .get(0)
        .onMessage(world.address(2), new UnstructuredMessage.WalkerCheck(1, query, 2));
    assertThat(world.refusals).containsExactly("no such walker");
  }

  /**
   * Searches at the moment of a crash find the remaining contents. Of 200 peers a fifth crashes;
   * each content has five copies, and 160 searches start at once.
   */
  @Test
  void searches_inTheMomentOfACrash_findWhatIsLeft() {
    int found = 0;
    for (int seed = 1; seed <= 3; seed++) {
      found += foundAfterACrash(seed);
    }
    assertThat(found).isGreaterThan(3 * 160 * 97 / 100);
  }

  private static int foundAfterACrash(int seed) {
    UnstructuredWorld world =
        UnstructuredWorld.of(new FloodPlugin(), 200, seed, Map.of("search", "walk"));
    world.startAll();
    world.pass(10);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      world.nodes.get(random.nextInt(200)).publish(Key.ofName("file " + i % 40));
    }
    int[] dead = random.ints(0, 200).distinct().limit(40).toArray();
    IntStream.of(dead).forEach(world.simulation::crash);
    List<SearchResult> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      if (world.simulation.isAlive(i)) {
        world.nodes.get(i).search(Key.ofName("file " + i % 40), answers::add);
      }
    }
    world.pass(6);
    assertThat(answers).hasSize(160);
    return (int) answers.stream().filter(a -> a.status() == SearchResult.Status.FOUND).count();
  }
}
