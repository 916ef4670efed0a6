package io.duet.experiments.study;

import io.duet.experiments.experiment.ExperimentDraft;
import java.util.List;
import java.util.Map;

/**
 * Several experiments in one file, each played with several seeds, and the published figures that
 * their results are held against.
 *
 * @param cases the experiments, in the order of the file
 */
public record Study(List<Case> cases) {

  /** The study of one experiment, played once. */
  public static Study of(ExperimentDraft draft) {
    return new Study(List.of(new Case("", draft, 1, Map.of())));
  }

  /** Whether there is nothing to compare: one experiment, played once. */
  public boolean isOneRace() {
    Case first = cases.get(0);
    return cases.size() == 1 && first.runs() == 1 && first.published().isEmpty();
  }

  /**
   * One experiment.
   *
   * @param name what sets it apart from the others, such as {@code nodes=64}; empty for the only
   *     one
   * @param draft what is said of it
   * @param runs how many seeds it is played with: its own, and those that follow it
   * @param published figures by measure
   */
  public record Case(
      String name, ExperimentDraft draft, int runs, Map<Measure, Expectation> published) {}
}
