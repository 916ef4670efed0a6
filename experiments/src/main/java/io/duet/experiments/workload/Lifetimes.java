package io.duet.experiments.workload;

import java.util.Arrays;
import java.util.List;

/** The times at which each node of a workload is present, from joins to crashes and leaves. */
public final class Lifetimes {
  private static final long[] NEVER = {};
  private static final long[] ALWAYS = {Long.MIN_VALUE};

  private final long[][] flips; // times at which a node joins and ends in turn, by node

  private Lifetimes(long[][] flips) {
    this.flips = flips;
  }

  /**
   * Derives the lifetimes from actions.
   *
   * @param there the number of nodes, the first ones, that are present from the beginning
   * @param actions all actions, by time
   */
  public static Lifetimes of(int nodes, int there, List<? extends Action> actions) {
    long[][] flips = new long[nodes][];
    Arrays.fill(flips, 0, there, ALWAYS);
    Arrays.fill(flips, there, nodes, NEVER);
    Lifetimes lifetimes = new Lifetimes(flips);
    actions.forEach(lifetimes::follow);
    return lifetimes;
  }

  private void follow(Action action) {
    boolean comes = action instanceof Action.Join;
    boolean goes = action instanceof Action.Crash || action instanceof Action.Leave;
    long[] known = flips[action.node()];
    boolean there = known.length % 2 == 1;
    if ((comes && !there) || (goes && there)) {
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
