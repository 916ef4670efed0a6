package io.duet.experiments.study;

import io.duet.experiments.ExperimentDraft;
import java.util.List;
import java.util.Map;

/**
 * Several experiments in one file, each played with several seeds, and the published figures that
 * their results are held against.
 *
 * @param cases the experiments, in the order of the file
 * @param runs how many seeds each is played with: its own, and those that follow it
 */
public record Study(List<Case> cases, int runs) {

  /** The study of one experiment, played once. */
  public static Study of(ExperimentDraft draft) {
    return new Study(List.of(new Case("", draft, Map.of())), 1);
  }

  /** Whether there is nothing to compare: one experiment, played once. */
  public boolean isOneRace() {
    return runs == 1 && cases.size() == 1 && cases.get(0).published().isEmpty();
  }

  /**
   * One experiment.
   *
   * @param name what sets it apart from the others, such as {@code nodes=64}; empty for the only
   *     one
   * @param draft what is said of it
   * @param published figures by measure
   */
  public record Case(String name, ExperimentDraft draft, Map<Measure, Expectation> published) {}
}
