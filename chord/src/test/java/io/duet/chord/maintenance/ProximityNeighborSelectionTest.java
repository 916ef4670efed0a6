package io.duet.chord.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.simulation.NetworkModel;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProximityNeighborSelectionTest {
  private static final Map<String, String> NEAREST =
      Map.of("proximity", "16", "successors", "16", "fixFingers", "250ms");

  private double meanFingerMs(RingWorld world) {
    double sum = 0;
    int count = 0;
    for (ChordNode node : world.nodes) {
      for (int i = node.routing().lowestFinger() + 4; i < node.routing().fingerLimit(); i++) {
        RingPeer finger = node.routing().finger(i);
        if (finger != null && !finger.equals(node.routing().self())) {
          sum += roundTripMs(world, node, finger);
          count++;
        }
      }
    }
    return sum / count;
  }

  private double roundTripMs(RingWorld world, ChordNode node, RingPeer finger) {
    int from = world.nodes.indexOf(node);
    int to = world.nodes.indexOf(world.ownerOf(finger.id()));
    return 2 * NetworkModel.parse("king:156ms").delayNanos(from, to, new SplittableRandom(1)) / 1e6;
  }

  /**
   * Fingers with several candidates have a much lower round-trip time than the 178 ms of a random
   * peer.
   */
  @Test
  void fingers_areNear_andWithinTheirIntervals() {
    RingWorld world = new RingWorld(256, 1, NEAREST, "king:156ms").assembled();
    double before = meanFingerMs(world);
    world.pass(60);
    assertThat(before).isBetween(150.0, 210.0);
    assertThat(meanFingerMs(world)).isLessThan(before / 2);
    for (ChordNode node : world.nodes) {
      for (int i = node.routing().lowestFinger(); i < node.routing().fingerLimit(); i++) {
        RingPeer finger = node.routing().finger(i);
        RingPeer first = world.ownerOf(node.routing().fingerStart(i)).routing().self();
        long start = node.routing().fingerStart(i);
        boolean inside =
            finger == null
                || finger.equals(first)
                || RingId.isBetween(start - 1, finger.id(), node.routing().fingerEnd(i));
        assertThat(inside).isTrue();
      }
    }
  }
}
