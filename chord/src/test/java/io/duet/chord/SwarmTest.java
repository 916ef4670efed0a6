package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.overlay.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins, crashes, leaves and searches in an order that the seed decides; then the ring heals. */
class SwarmTest {
  private static final int HOSTS = 60;
  private static final int FIRST = 20;
  private static final Map<String, String> SMALL =
      Map.of("successors", "4", "replicas", "4", "republish", "5s", "recordLifetime", "20s");

  private static RingWorld ringOf(int members, long seed) {
    RingWorld world = new RingWorld(HOSTS, seed, SMALL);
    for (int i = 0; i < members; i++) {
      world.join(i);
      world.pass(0.5);
    }
    world.pass(5);
    return world;
  }

  /**
   * The ring becomes ideal after joins, crashes and leaves. At most r - 1 members end at once, and
   * then the ring has time to stabilize.
   */
  @ParameterizedTest(name = "seed {0}, loss {1}")
  @CsvSource({"1, 0", "2, 0", "3, 0", "4, 0", "5, 0.02", "6, 0.02", "7, 0.02"})
  void joinsCrashesAndLeaves_endInTheIdealRing(long seed, double loss) {
    SplittableRandom random = new SplittableRandom(seed);
    RingWorld world = ringOf(FIRST, seed);
    world.simulation.faults().loss(loss);
    for (int next = FIRST; next < HOSTS; next++) {
      world.join(next);
      world.pass(random.nextDouble(2));
      for (int ends = random.nextInt(3); ends > 0 && world.ring().size() > 8; ends--) {
        end(world, random);
      }
      world.pass(2 + random.nextDouble(2));
    }
    world.simulation.faults().loss(0);
    world.pass(120); // who came last may have to try many dead contacts
    world.assertIdeal();
    assertThat(world.refusals).isSubsetOf("not a member yet", "reply to no request");
  }

  private static void end(RingWorld world, SplittableRandom random) {
    List<ChordNode> ring = world.ring();
    ChordNode node = ring.get(random.nextInt(ring.size()));
    if (random.nextBoolean()) {
      world.crash(node);
    } else {
      world.simulation.leave(world.nodes.indexOf(node));
    }
  }

  private static ChordNode member(RingWorld world, SplittableRandom random) {
    List<ChordNode> members = world.ring().stream().filter(ChordNode::isJoined).toList();
    return members.get(random.nextInt(members.size()));
  }

  /**
   * Every member finds each content that a live provider has announced, while members join, leave
   * and crash.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void searches_findWhatALiveMemberProvides(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RingWorld world = ringOf(FIRST, seed);
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      keys.add(Key.ofName("file " + i));
      world.nodes.get(0).publish(keys.get(i));
    }
    world.pass(3);
    for (int next = FIRST; next < HOSTS; next++) {
      world.join(next);
      world.crash(world.nodes.get(1 + next - FIRST));
      for (int i = 0; i < 10; i++) {
        SearchResult answer = world.search(member(world, random), keys.get(random.nextInt(20)));
        assertThat(answer.status()).as("after join %d", next).isEqualTo(SearchResult.Status.FOUND);
      }
      world.pass(1);
    }
  }
}
