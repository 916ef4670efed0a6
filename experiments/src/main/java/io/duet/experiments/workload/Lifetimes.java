package io.duet.experiments.workload;

import java.util.Arrays;
import java.util.List;

/**
 * The times at which each node of a workload is present, from joins to crashes and leaves.
 *
 * @param flips times at which a node joins and ends in turn, by node
 */
public record Lifetimes(long[][] flips) {
  private static final long[] NEVER = {};
  private static final long[] ALWAYS = {Long.MIN_VALUE};

  /**
   * Derives the lifetimes from actions.
   *
   * @param initial the number of nodes, the first ones, that are present from the beginning
   * @param actions all actions, by time
   */
  public static Lifetimes of(int nodes, int initial, List<? extends Action> actions) {
    long[][] flips = new long[nodes][];
    Arrays.fill(flips, 0, initial, ALWAYS);
    Arrays.fill(flips, initial, nodes, NEVER);
    Lifetimes lifetimes = new Lifetimes(flips);
    actions.forEach(lifetimes::follow);
    return lifetimes;
  }

  private void follow(Action action) {
    boolean joins = action instanceof Action.Join;
    boolean ends = action instanceof Action.Crash || action instanceof Action.Leave;
    long[] known = flips[action.node()];
    boolean isPresent = known.length % 2 == 1;
    if (isPresent ? ends : joins) {
      long[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = action.atNanos();
      flips[action.node()] = more;
    }
  }

  /** Whether a node is present from one time to another without a break. */
  public boolean isPresent(int node, long fromNanos, long toNanos) {
    long[] known = flips[node];
    int passed = 0;
    while (passed < known.length && known[passed] <= fromNanos) {
      passed++;
    }
    return passed % 2 == 1 && (passed == known.length || known[passed] > toNanos);
  }
}
