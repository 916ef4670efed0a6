package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.simulation.Simulation;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** A million nodes must fit into one process, so a node is counted in bytes. */
class NodeMemoryTest {
  private static final int NODES = 2_048;

  static {
    System.setProperty("jol.magicFieldOffset", "true"); // it cannot ask where a record's fields are
    System.setProperty("jol.skipDynamicAttach", "true");
  }

  /** Host, address, node, successor list: everything but the array of fingers. */
  @Test
  void staticNode_takesAtMost300BytesBesideItsFingers() {
    Map<String, String> quiet =
        Map.of("stabilize", "never", "fixFingers", "never", "republish", "never");
    RingWorld world = withoutCodec(() -> new RingWorld(NODES, 1, quiet)).assembled();
    GraphLayout all = GraphLayout.parseInstance(world.nodes.toArray());
    long fingers = 0;
    for (ChordNode node : world.nodes) {
      fingers += 16 + 4L * node.routing().fingerCount() + 4; // an array, padded on average
    }
    double perNode = (all.totalSize() - fingers) / (double) NODES;
    System.out.printf(
        "%.0f bytes a node beside %.0f for its fingers%n", perNode, fingers / (double) NODES);
    assertThat(perNode).isLessThan(300);
  }

  /** A world that verifies messages holds a codec, which is no part of any node. */
  private static RingWorld withoutCodec(Supplier<RingWorld> world) {
    String before = System.getProperty(Simulation.VERIFY, "false");
    System.setProperty(Simulation.VERIFY, "false");
    try {
      return world.get();
    } finally {
      System.setProperty(Simulation.VERIFY, before);
    }
  }
}
