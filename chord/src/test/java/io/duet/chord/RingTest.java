package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.lookup.Lookups;
import io.duet.node.Key;
import io.duet.node.TrafficClass;
import io.duet.overlay.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
  private static final Map<String, String> PAPER = Map.of("successors", "1", "replicas", "1");
  private static final Map<String, String> SMALL =
      Map.of("successors", "4", "replicas", "4", "stabilize", "500ms");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 9})
  void joins_oneAfterTheOther_makeTheIdealRing(int count) {
    RingWorld world = new RingWorld(count, 1, SMALL);
    for (int i = 0; i < count; i++) {
      world.join(i);
      world.pass(2);
    }
    world.pass(5);
    world.assertIdeal();
    assertThat(world.refusals).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void joins_allAtOnce_makeTheIdealRing(long seed) {
    RingWorld world = new RingWorld(40, seed, SMALL);
    world.join(0);
    world.pass(1);
    for (int i = 1; i < 40; i++) {
      world.join(i);
    }
    world.pass(30);
    world.assertIdeal();
  }

  @Test
  void crashes_ofAllButOneOfASuccessorList_areRepaired() {
    RingWorld world = new RingWorld(30, 1, SMALL).assembled();
    List<ChordNode> ring = world.ring();
    for (int i = 5; i < 8; i++) {
      world.crash(ring.get(i));
    }
    world.pass(30);
    assertThat(world.ring()).hasSize(27);
    world.assertIdeal();
  }

  @Test
  void leave_isRepairedFasterThanATimeout() {
    RingWorld world = new RingWorld(20, 1, SMALL).assembled();
    ChordNode leaving = world.ring().get(3);
    world.simulation.leave(world.nodes.indexOf(leaving));
    world.pass(0.2);
    assertThat(world.ring().get(2).routing().successor())
        .isEqualTo(world.ring().get(3).routing().self());
  }

  @Test
  void lookups_findTheOwnerThatTheSortedListNames() {
    RingWorld world = new RingWorld(200, 1, Map.of()).assembled();
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 500; i++) {
      long target = random.nextLong();
      assertThat(owners(world, world.nodes.get(random.nextInt(200)), target).get(0))
          .isEqualTo(world.ownerOf(target).routing().self());
    }
  }

  @Test
  void lookups_handedOn_findTheSameOwners() {
    RingWorld world = new RingWorld(100, 1, Map.of("lookup", "recursive")).assembled();
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 100; i++) {
      long target = random.nextLong();
      assertThat(owners(world, world.nodes.get(random.nextInt(100)), target).get(0))
          .isEqualTo(world.ownerOf(target).routing().self());
    }
  }

  private static List<RingPeer> owners(RingWorld world, ChordNode origin, long target) {
    List<RingPeer> found = new ArrayList<>();
    origin.lookups().start(target, TrafficClass.SEARCH, new Found(found, new ArrayList<>()));
    world.pass(3);
    assertThat(found).isNotEmpty();
    return found;
  }

  private record Found(List<RingPeer> owners, List<Integer> hops) implements Lookups.Listener {
    @Override
    public void onOwner(List<RingPeer> named, RingPeer before, Lookups.Cost cost) {
      owners.addAll(named);
      hops.add(cost.hops());
    }

    @Override
    public void onNoOwner(Lookups.Cost cost) {
      throw new AssertionError("no owner after " + cost.hops() + " hops");
    }
  }

  /** The path lengths of the ToN 2003 paper, figure 10, the last step to the owner not counted. */
  @ParameterizedTest
  @CsvSource({"64, 2.91", "256, 3.88", "1024, 4.86"})
  void pathLength_onAStaticRing_isThePapers(int nodes, double published) {
    List<Integer> hops = new ArrayList<>();
    for (int seed = 1; seed <= (nodes < 1024 ? 8 : 2); seed++) {
      RingWorld world = new RingWorld(nodes, seed, PAPER).assembled();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 4_000; i++) {
        ChordNode origin = world.nodes.get(random.nextInt(nodes));
        origin
            .lookups()
            .start(random.nextLong(), TrafficClass.SEARCH, new Found(new ArrayList<>(), hops));
        world.pass(0.002);
      }
      world.pass(5);
    }
    double mean = hops.stream().mapToInt(Integer::intValue).average().orElseThrow();
    assertThat(mean).isEqualTo(published, within(0.10));
  }

  @Test
  void search_takesOneStepMoreThanTheLookup_andNamesTheProvider() {
    RingWorld world = new RingWorld(50, 1, Map.of()).assembled();
    Key key = Key.ofName("a file");
    ChordNode provider = world.nodes.get(7);
    provider.publish(key);
    world.pass(2);
    ChordNode origin = world.ring().get(20);
    SearchResult answer = world.search(origin, key);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.providers().get(0).provider()).isEqualTo(provider.routing().self().peer());
    assertThat(answer.pathLength()).isEqualTo(answer.hops() - 1);
  }

  @Test
  void search_forWhatNobodyHas_isNotFound() {
    RingWorld world = new RingWorld(50, 1, Map.of()).assembled();
    assertThat(world.search(world.nodes.get(3), Key.ofName("nothing")).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void records_surviveTheCrashOfOwnerAndAllReplicasButOne() {
    RingWorld world = new RingWorld(30, 1, SMALL).assembled();
    Key key = Key.ofName("a file");
    List<ChordNode> ring = world.ring();
    int owner = ring.indexOf(world.ownerOf(RingId.of(key)));
    ChordNode provider = ring.get((owner + 10) % 30);
    provider.publish(key);
    world.pass(2);
    for (int i = 0; i < 3; i++) {
      world.crash(ring.get((owner + i) % 30));
    }
    SearchResult answer = world.search(ring.get((owner + 20) % 30), key);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
  }

  @Test
  void records_areHandedOverToAMemberThatJoinsBeforeTheirOwner() {
    RingWorld world = new RingWorld(12, 1, Map.of("successors", "4", "replicas", "1"));
    for (int i = 0; i < 11; i++) {
      world.join(i);
      world.pass(1);
    }
    ChordNode newcomer = world.nodes.get(11);
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      keys.add(Key.ofName("file " + i));
      world.nodes.get(0).publish(keys.get(i));
    }
    world.pass(3);
    world.join(11);
    world.pass(5);
    world.assertIdeal();
    List<Key> owned = keys.stream().filter(k -> newcomer.routing().owns(RingId.of(k))).toList();
    assertThat(owned).isNotEmpty();
    assertThat(owned).allMatch(key -> !newcomer.contents().recordsOf(key).isEmpty());
  }

  @Test
  void records_expireUnlessTheyAreAnnouncedAnew() {
    RingWorld world =
        new RingWorld(10, 1, Map.of("recordLifetime", "20s", "republish", "8s")).assembled();
    Key key = Key.ofName("a file");
    ChordNode provider = world.nodes.get(2);
    provider.publish(key);
    world.pass(60);
    assertThat(world.search(world.nodes.get(5), key).status()).isEqualTo(SearchResult.Status.FOUND);
    world.crash(provider);
    world.pass(40);
    assertThat(world.search(world.nodes.get(5), key).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void withdraw_takesTheRecordBack() {
    RingWorld world = new RingWorld(10, 1, Map.of("successors", "3", "replicas", "3")).assembled();
    Key key = Key.ofName("a file");
    world.nodes.get(2).publish(key);
    world.pass(2);
    world.nodes.get(2).withdraw(key);
    world.pass(2);
    assertThat(world.search(world.nodes.get(5), key).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
  }
}
