package io.duet.overlay.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.NodeEvent;
import io.duet.overlay.OverlayEvent;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events of a node that is created after five seconds. */
class LifecycleEventsTest {
  private static final long SECOND = 1_000_000_000;

  private final List<NodeEvent> events = new ArrayList<>();
  private final Simulation simulation =
      new Simulation(
          1,
          NetworkModel.constant(1),
          MessageRegistry.builder().build(),
          (node, event) -> events.add(event));

  private LifecycleEvents madeAfterFiveSeconds() {
    simulation.addHost();
    simulation.runUntil(5 * SECOND);
    return new LifecycleEvents(simulation.host(0));
  }

  @Test
  void joined_isReportedOnce_withTheTimeSinceTheStart() {
    LifecycleEvents milestones = madeAfterFiveSeconds();
    simulation.runUntil(6 * SECOND);
    milestones.started();
    simulation.runUntil(9 * SECOND);
    milestones.joined();
    milestones.joined();
    assertThat(events).containsExactly(new OverlayEvent.Joined(3 * SECOND));
  }

  @Test
  void joinedWithoutAStart_countsSinceTheNodeWasMade() {
    LifecycleEvents milestones = madeAfterFiveSeconds();
    simulation.runUntil(7 * SECOND);
    milestones.joined();
    assertThat(events).containsExactly(new OverlayEvent.Joined(2 * SECOND));
  }
}
