package io.duet.unstructured.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.unstructured.FloodPlugin;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredNode;
import io.duet.unstructured.UnstructuredWorld;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CapacityDistributionTest {

  @Test
  void gia_drawsItsLevelsByTheirShares() {
    SplittableRandom random = new SplittableRandom(1);
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < 200_000; i++) {
      counts.merge(CapacityDistribution.of("gia").draw(random), 1, Integer::sum);
    }
    assertThat(counts.keySet()).containsExactlyInAnyOrder(1, 10, 100, 1_000, 10_000);
    assertThat(counts.get(1)).isBetween(39_000, 41_000);
    assertThat(counts.get(10)).isBetween(89_000, 91_000);
    assertThat(counts.get(100)).isBetween(59_000, 61_000);
    assertThat(counts.get(1_000)).isBetween(9_400, 10_200);
    assertThat(counts.get(10_000)).isBetween(140, 260);
  }

  @Test
  void equal_takesNoChance_soThatOldRunsStayAsTheyWere() {
    SplittableRandom random = new SplittableRandom(1);
    assertThat(CapacityDistribution.of("equal").draw(random)).isEqualTo(1);
    assertThat(CapacityDistribution.of("250").draw(random)).isEqualTo(250);
    assertThat(random.nextLong()).isEqualTo(new SplittableRandom(1).nextLong());
  }

  @Test
  void capacity_outOfRange_isRefused() {
    for (String text : List.of("0", "-1", "10001", "99999999999", "1.5", "", "large")) {
      assertThatThrownBy(() -> CapacityDistribution.of(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "capacity is '"
                  + text
                  + "', but must be equal, gia or a whole number from 1 to 10000");
    }
  }

  /**
   * Nodes that run as single processes draw their capacities too: 50 such nodes are not all of one
   * level.
   */
  @Test
  void singleNodes_drawTheirOwn() {
    for (OverlayPlugin provider : List.of(new SuperPeerPlugin(), new FloodPlugin())) {
      NodeFactory maker = provider.nodeMaker(provider.defaults(64).with("capacity", "gia"));
      UnstructuredWorld world = new UnstructuredWorld(1);
      Set<Integer> levels = new LinkedHashSet<>();
      for (int i = 0; i < 50; i++) {
        UnstructuredNode node = (UnstructuredNode) maker.make(world.addHost(), List.of());
        levels.add(node.context().config().load().capacity());
      }
      assertThat(levels).hasSizeGreaterThan(1);
    }
  }

  @Test
  void load_growsWithCapacity_andItsQueueIsBounded() {
    LoadConfig one = new LoadConfig("1", 100, 250_000_000);
    assertThat(one.intervalNanos()).isEqualTo(10_000_000);
    assertThat(one.waitingMax()).isEqualTo(25);
    assertThat(one.withCapacity(100).intervalNanos()).isEqualTo(100_000);
    assertThat(one.withCapacity(100).waitingMax()).isEqualTo(2_500);
    LoadConfig largest = new LoadConfig("10000", 1_000_000, Long.MAX_VALUE);
    assertThat(largest.intervalNanos()).isEqualTo(1);
    assertThat(largest.waitingMax()).isEqualTo(1 << 14);
    assertThat(new LoadConfig("1", 1, 1).waitingMax()).isEqualTo(16);
  }
}
