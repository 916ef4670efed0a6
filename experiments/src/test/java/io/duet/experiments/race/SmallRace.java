package io.duet.experiments.race;

import io.duet.experiments.command.MetricsRaceListener;
import io.duet.experiments.experiment.Churn;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.Replication;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A race of two small overlays over real sockets that serves its metrics; for tests. */
public final class SmallRace implements AutoCloseable {
  /** The overlays that play, in this order. */
  public static final List<String> OVERLAYS = List.of("chord", "super-peer");

  private static final Experiment EXPERIMENT =
      new Experiment(
          "small",
          7,
          false,
          OVERLAYS,
          12,
          Experiment.JOIN,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          300,
          12,
          50,
          3,
          Replication.UNIFORM,
          1,
          0.2,
          0.5,
          Experiment.REFUSED,
          Churn.NONE,
          0,
          "constant:60ms",
          0,
          "shipped",
          "nothing",
          "unlimited",
          false,
          Map.of());

  private final MetricsRaceListener metering = new MetricsRaceListener(OVERLAYS, 0);
  private final Race race = new Race(EXPERIMENT, metering, true);

  /** The port of {@code /metrics}. */
  public int port() {
    return metering.port();
  }

  /** Searches of all overlays together. */
  public int searches() {
    return EXPERIMENT.searches() * OVERLAYS.size();
  }

  /** Plays all of it; a scrape before has seen nothing yet, and the networks stay up. */
  public void play() {
    race.run("duet race");
  }

  @Override
  public void close() {
    race.close();
    metering.close();
  }
}
