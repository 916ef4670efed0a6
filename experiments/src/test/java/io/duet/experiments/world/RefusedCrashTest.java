package io.duet.experiments.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers of a dead process on a live machine drop it sooner than peers of a dead machine. */
class RefusedCrashTest {
  private static final long SECOND = 1_000_000_000;
  private static final int NODES = 48;
  private static final int CRASHES = 4;

  private record Drop(Peer peer, long atNanos) {}

  @ParameterizedTest
  @CsvSource({"chord, node, 0.7", "super-peer, super-peer, 0.1"})
  void refusedCrash_isNoticedSooner(String overlay, String role, double share) {
    double silent = noticedAfterSeconds(overlay, role, Experiment.SILENT);
    double refused = noticedAfterSeconds(overlay, role, Experiment.REFUSED);
    assertThat(refused).isLessThan(share * silent);
  }

  /** The mean time from a crash until the first peer drops the dead one. */
  private static double noticedAfterSeconds(String name, String role, String crashAs) {
    OverlayPlugin overlay = Overlays.named(name);
    List<Drop> drops = new ArrayList<>();
    SimulatedWorld[] world = new SimulatedWorld[1];
    world[0] =
        new SimulatedWorld(
            experiment(name, crashAs),
            overlay.network(overlay.defaults(NODES), NODES, new SplittableRandom(1)),
            (node, event) -> {
              if (event instanceof OverlayEvent.PeerDropped dropped) {
                drops.add(new Drop(dropped.peer(), world[0].nowNanos()));
              }
            });
    for (int i = 0; i < NODES; i++) {
      world[0].start(i);
      world[0].advanceTo(world[0].nowNanos() + SECOND);
    }
    world[0].advanceTo(60 * SECOND);
    double sum = 0;
    for (int i = 0; i < CRASHES; i++) {
      sum += crash(world[0], world[0].roles().indexOf(role), drops);
    }
    return sum / CRASHES;
  }

  private static double crash(SimulatedWorld world, int node, List<Drop> drops) {
    long crash = world.nowNanos();
    drops.clear();
    world.crash(node);
    world.advanceTo(crash + 20 * SECOND + 123_456_789);
    Peer dead = world.peers().get(node);
    Drop first = drops.stream().filter(drop -> drop.peer.equals(dead)).findFirst().orElseThrow();
    return (first.atNanos - crash) / 1e9;
  }

  private static Experiment experiment(String overlay, String crashAs) {
    ExperimentDraft draft = new ExperimentDraft().set("overlays", overlay);
    draft.set("simulate", "true").set("nodes", Integer.toString(NODES)).set("crash", "0");
    return draft.set("crashAs", crashAs).complete();
  }
}
