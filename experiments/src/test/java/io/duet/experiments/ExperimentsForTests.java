package io.duet.experiments;

import io.duet.experiments.experiment.Churn;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.Replication;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Small experiments without overlays, for tests of the code around them. */
public final class ExperimentsForTests {

  private ExperimentsForTests() {}

  /** An experiment over 40 nodes of which 10 crash, with 2,000 searches for 100 items. */
  public static Experiment small(long seed) {
    return new Experiment(
        "small",
        seed,
        true,
        List.of(),
        40,
        Experiment.JOIN,
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        2_000,
        40,
        100,
        3,
        Replication.UNIFORM,
        1,
        0.25,
        0.5,
        Experiment.SILENT,
        Churn.NONE,
        0,
        "constant:60ms",
        0,
        "shipped",
        "nothing",
        "unlimited",
        false,
        Map.of());
  }
}
