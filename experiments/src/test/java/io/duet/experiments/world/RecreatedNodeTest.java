package io.duet.experiments.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that came back ten times costs what a node costs, not what eleven of them do. */
class RecreatedNodeTest {
  private static final long SECOND = 1_000_000_000;
  private static final int NODES = 20;
  private static final int NODE = 7;

  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer:tracker", "super-peer:peers-with-mailbox"})
  void recreatedNode_sendsAndGetsAboutAsManyMessagesAsOneThatStayed(String overlay) {
    long stayed = messages(overlay, 0);
    long recreated = messages(overlay, 10);
    assertThat(recreated).isBetween(stayed * 8 / 10, stayed * 12 / 10);
  }

  /** Messages that a node handles in 300 s, after {@code times} crashes and returns. */
  private static long messages(String name, int times) {
    try (SimulatedWorld world = world(Overlays.named(name))) {
      world.startExtraNodes();
      for (int i = 0; i < NODES; i++) {
        world.start(i);
        world.advanceTo(world.nowNanos() + SECOND);
      }
      world.advanceTo(60 * SECOND);
      for (int i = 0; i < times; i++) {
        world.crash(NODE);
        world.advanceTo(world.nowNanos() + SECOND / 20);
        world.start(NODE);
        world.advanceTo(world.nowNanos() + SECOND);
      }
      world.advanceTo(75 * SECOND);
      long before = world.snapshot().messagesHandled()[NODE];
      world.advanceTo(375 * SECOND);
      return world.snapshot().messagesHandled()[NODE] - before;
    }
  }

  private static SimulatedWorld world(OverlayPlugin overlay) {
    ExperimentDraft draft = new ExperimentDraft().set("overlays", overlay.name());
    draft.set("simulate", "true").set("nodes", Integer.toString(NODES)).set("crash", "0");
    return new SimulatedWorld(
        draft.complete(),
        overlay.network(overlay.defaults(NODES), NODES, new SplittableRandom(1)),
        (node, event) -> {});
  }
}
