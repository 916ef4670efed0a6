package io.duet.experiments.race;

import io.duet.experiments.experiment.Catalog;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.workload.Workload;
import io.duet.experiments.world.SimulatedWorld;
import io.duet.experiments.world.SocketWorld;
import io.duet.experiments.world.World;
import io.duet.node.Key;
import io.duet.node.NodeListener;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.overlay.spi.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs one workload on one overlay after another, so that none disturbs another. */
public final class Race implements AutoCloseable {
  private final Experiment experiment;
  private final RaceListener listener;
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
    this.hold = hold;
  }

  /** Runs all overlays of the experiment. */
  public RaceResult run(String command) {
    Instant startedAt = Instant.now();
    Workload workload = Workload.of(experiment);
    List<Key> keys =
        Catalog.names(experiment.catalog()).stream()
            .limit(experiment.items())
            .map(Key::ofName)
            .toList();
    List<OverlayResult> results = new ArrayList<>();
    for (String name : experiment.overlays()) {
      results.add(play(Overlays.named(name), workload, keys));
    }
    long crash =
        workload.crashNanos() < 0 ? -1 : workload.crashNanos() - workload.firstSearchNanos();
    return new RaceResult(experiment, results, crash, command, startedAt);
  }

  private OverlayResult play(OverlayPlugin overlay, Workload workload, List<Key> keys) {
    QueryReachCounter queries = new QueryReachCounter(listener.nodes(overlay.name()));
    World world = world(overlay, queries);
    try {
      return new OverlayRun(overlay, experiment, workload, keys, world, queries, listener).play();
    } finally {
      if (hold) {
        held.add(world);
      } else {
        world.close();
      }
    }
  }

  private World world(OverlayPlugin overlay, NodeListener nodes) {
    OverlayNetwork network =
        overlay.network(
            settings(overlay), experiment.nodes(), new SplittableRandom(experiment.seed()));
    return experiment.simulate()
        ? new SimulatedWorld(experiment, network, nodes)
        : new SocketWorld(experiment, network, overlay.messages(), nodes);
  }

  private Settings settings(OverlayPlugin overlay) {
    return overlay
        .defaults(experiment.nodes())
        .overriddenBy(experiment.settings().getOrDefault(overlay.name(), Map.of()));
  }

  /** Ends the networks that are still running. */
  @Override
  public void close() {
    held.forEach(World::close);
  }
}
