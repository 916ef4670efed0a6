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

  /**
   * Host, peer, node, successor list: everything but the array of fingers. What a world holds once,
   * however many nodes it has, is no part of any, so two worlds are compared.
   */
  @Test
  void staticNode_takesAtMost300BytesBesideItsFingers() {
    long few = bytesBesideFingers(NODES);
    long many = bytesBesideFingers(2 * NODES);
    double perNode = (many - few) / (double) NODES;
    System.out.printf("%.0f bytes a node beside its fingers%n", perNode);
    assertThat(perNode).isBetween(200.0, 300.0);
  }

  private static long bytesBesideFingers(int nodes) {
    Map<String, String> quiet =
        Map.of("stabilize", "never", "fixFingers", "never", "republish", "never");
    RingWorld world = withoutCodec(() -> new RingWorld(nodes, 1, quiet)).assembled();
    long bytes = GraphLayout.parseInstance(world.nodes.toArray()).totalSize();
    for (ChordNode node : world.nodes) {
      bytes -= 16 + 4L * node.routing().fingerCount() + 4; // an array, padded on average
    }
    return bytes;
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
