package io.duet.unstructured.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pieces of peers, as trackers count them; a heartbeat takes one second. */
class TrackerPiecesTest {
  private static final Key KEY = Key.ofName("a file");

  /** A peer fetches a content of three pieces; the tracker counts what each peer said last. */
  @Test
  void piecesOnDisk_areCountedAsTheyGrow_andEndWithTheLastOne() {
    TrackerWorld world = TrackerWorld.joined(4, Map.of("trackers", "1"));
    BitSet held = new BitSet();
    held.set(0, 3);
    world.nodes.get(2).publish(KEY, 3, (BitSet) held.clone());
    held.clear(1);
    world.nodes.get(3).publish(KEY, 3, (BitSet) held.clone());
    world.pass(1);
    assertThat(world.index(0).replicas(KEY)).containsExactly(2, 1, 2);
    world.nodes.get(2).publish(KEY, 3, new BitSet());
    world.pass(1);
    assertThat(world.index(0).replicas(KEY)).containsExactly(1, 0, 1);
    world.nodes.get(3).withdraw(KEY);
    world.pass(1);
    assertThat(world.index(0).replicas(KEY)).isEmpty();
  }

  /**
   * Replicas are counted by piece over both trackers. One peer holds pieces 0-3, another 2-7, and a
   * third, at the other tracker, all pieces.
   */
  @Test
  void replicas_areCountedByPiece_andSummedOverTrackers() {
    TrackerWorld world = TrackerWorld.joined(8, Map.of("exchange", "1s"));
    int first = TrackerTest.firstAt(world, 0, 2);
    int second = TrackerTest.firstAt(world, 0, first + 1);
    int third = TrackerTest.firstAt(world, 1, 2);
    world.nodes.get(first).hold(KEY, PieceBitfield.range(8, 0, 3));
    world.nodes.get(second).hold(KEY, PieceBitfield.range(8, 2, 7));
    world.nodes.get(third).hold(KEY, PieceBitfield.of(8, "all"));
    world.pass(2);
    assertThat(world.index(0).replicas(KEY, 8)).containsExactly(1, 1, 2, 2, 1, 1, 1, 1);
    assertThat(world.index(1).replicas(KEY, 8)).containsExactly(1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(world.nodes.get(third).status().toString())
        .contains("8 of 8, 2 2 3 3 2 2 2 2")
        .contains("role=peer");
  }
}
