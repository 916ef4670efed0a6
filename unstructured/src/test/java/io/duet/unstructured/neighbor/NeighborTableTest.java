package io.duet.unstructured.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.unstructured.UnstructuredWorld;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeighborTableTest {

  /** Four others have chosen peer 0, which has room for four; 5 would link to it, in vain. */
  @Test
  void fullNode_asksForNoLink_evenIfItHasChosenNone() {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            6,
            Map.of("degree", "2", "ping", "1s"),
            new int[] {1, 0},
            new int[] {2, 0},
            new int[] {3, 0},
            new int[] {4, 0});
    world.superPeer(0).links().addCandidate(world.address(5));
    world.superPeer(0).begin();
    for (int round = 0; round < 50; round++) {
      world.pass(0.1);
      assertThat(world.superPeer(5).links().neighbors()).isEmpty();
    }
    assertThat(world.superPeer(0).links().neighbors()).hasSize(4);
  }
}
