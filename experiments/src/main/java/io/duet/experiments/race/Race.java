package io.duet.experiments.race;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.workload.Workload;
import io.duet.experiments.world.SimulatedWorld;
import io.duet.experiments.world.SocketWorld;
import io.duet.experiments.world.World;
import io.duet.node.NodeListener;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs one workload on one overlay after another, so that none disturbs another. */
public final class Race implements AutoCloseable {
  final Experiment experiment;
  final RaceListener listener;
  final Workload workload;
  private final boolean hold;
  private final List<World> held = new ArrayList<>();

  /**
   * A race that has not started.
   *
   * @param hold whether networks keep running until the race is closed
   */
  public Race(Experiment experiment, RaceListener listener, boolean hold) {
    this.experiment = experiment;
    this.listener = listener;
    this.workload = Workload.of(experiment);
    this.hold = hold;
  }

  /** Runs all overlays of the experiment. */
  public RaceResult run(String command) {
    Instant startedAt = Instant.now();
    List<OverlayResult> results =
        experiment.overlays().stream().map(name -> play(Overlays.named(name))).toList();
    long crash =
        workload.crashNanos() < 0 ? -1 : workload.crashNanos() - workload.firstSearchNanos();
    return new RaceResult(experiment, results, crash, command, startedAt);
  }

  private OverlayResult play(OverlayPlugin overlay) {
    QueryReachCounter queries = new QueryReachCounter(listener.nodes(overlay.name()));
    World world = world(overlay, queries);
    try {
      return new OverlayRun(this, overlay, world, queries).play();
    } finally {
      if (hold) {
        held.add(world);
      } else {
        world.close();
      }
    }
  }

  private World world(OverlayPlugin overlay, NodeListener nodes) {
    Map<String, String> changes = experiment.settings().getOrDefault(overlay.name(), Map.of());
    OverlayNetwork network =
        overlay.network(
            overlay.defaults(experiment.nodes()).overriddenBy(changes),
            experiment.nodes(),
            new SplittableRandom(experiment.seed()));
    return experiment.simulate()
        ? new SimulatedWorld(experiment, network, nodes)
        : new SocketWorld(experiment, network, overlay.messages(), nodes);
  }

  /** Ends the networks that are still running. */
  @Override
  public void close() {
    held.forEach(World::close);
  }
}
