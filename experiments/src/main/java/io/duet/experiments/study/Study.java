package io.duet.experiments.study;

import io.duet.experiments.experiment.ExperimentDraft;
import java.util.List;
import java.util.Map;

/**
 * Several experiments in one file, each run with several seeds, with published figures for
 * comparison.
 *
 * @param cases the experiments, in the order of the file
 */
public record Study(List<Case> cases) {

  /** The study of one experiment with one seed. */
  public static Study of(ExperimentDraft draft) {
    return new Study(List.of(new Case("", draft, 1, Map.of())));
  }

  /** Whether this is one experiment with one seed and without published figures. */
  public boolean isOneRace() {
    Case first = cases.get(0);
    return cases.size() == 1 && first.runs() == 1 && first.published().isEmpty();
  }

  /**
   * One experiment.
   *
   * @param name its difference to the others, such as {@code nodes=64}; empty for a single one
   * @param draft its fields
   * @param runs the number of seeds: its own and the following ones
   * @param published figures by measure
   */
  public record Case(
      String name, ExperimentDraft draft, int runs, Map<Measure, Expectation> published) {}
}
