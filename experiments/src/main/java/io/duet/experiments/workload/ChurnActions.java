package io.duet.experiments.workload;

import io.duet.experiments.experiment.Churn;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the times at which nodes join and leave under a churn.
 *
 * @param nodes the number of nodes
 * @param initial the number of nodes, the first ones, that are present at the start
 */
record ChurnActions(Churn churn, int nodes, int initial, SplittableRandom random) {

  /** All joins and departures between two times, in no particular order. */
  List<Action> between(long from, long to) {
    return switch (churn.kind()) {
      case NONE -> List.of();
      case LIFETIMES -> lifetimes(from, to);
      case LEAVES, CRASHES -> rates(from, to);
    };
  }

  private List<Action> lifetimes(long from, long to) {
    List<Action> actions = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      boolean isPresent = node < initial;
      long at = from + exponential(churn.lifeNanos());
      for (; at < to; at += exponential(churn.lifeNanos())) {
        actions.add(isPresent ? new Action.Crash(at, node) : new Action.Join(at, node));
        isPresent = !isPresent;
      }
    }
    return actions;
  }

  private List<Action> rates(long from, long to) {
    List<Integer> present = new ArrayList<>();
    List<Integer> absent = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      (node < initial ? present : absent).add(node);
    }
    List<Action> actions = new ArrayList<>();
    double meanNanos = 1e9 / churn.perSecond() / 2; // of joins and departures together
    for (long at = from; at < to; at += exponential(meanNanos)) {
      boolean comes = random.nextBoolean();
      if (!(comes ? absent : present).isEmpty()) {
        int node = take(comes ? absent : present);
        (comes ? present : absent).add(node);
        actions.add(comes ? new Action.Join(at, node) : end(at, node));
      }
    }
    return actions;
  }

  private Action end(long at, int node) {
    return churn.kind() == Churn.Kind.LEAVES
        ? new Action.Leave(at, node)
        : new Action.Crash(at, node);
  }

  /** Removes a random element from a list whose order does not matter. */
  private int take(List<Integer> nodes) {
    int place = random.nextInt(nodes.size());
    int last = nodes.remove(nodes.size() - 1);
    return place == nodes.size() ? last : nodes.set(place, last);
  }

  private long exponential(double mean) {
    return 1 + (long) (-StrictMath.log(1 - random.nextDouble()) * mean);
  }
}
