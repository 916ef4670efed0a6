package io.duet.chord;

import java.util.List;

/**
 * What may happen at most in an exploration.
 *
 * @param successors the length r of a successor list
 * @param ring the nodes that begin as an ideal ring; all others may join
 * @param ends how many members may end
 * @param graceful whether they may also leave
 * @param restarts whether those that ended may join again at the same address, once all that they
 *     sent has arrived
 * @param rounds how often each node's alarms ring; 0 for as often as its last notify has arrived
 * @param failures which members may end
 */
record ExplorationBounds(
    int successors,
    List<Integer> ring,
    int ends,
    boolean graceful,
    boolean restarts,
    int rounds,
    Failures failures) {

  /** Which members may end. */
  enum Failures {
    /**
     * Members whose end leaves every member a live successor, and the ring at least r + 1
     * principals.
     */
    ALLOWED,
    /** The same, but only lists that members hold count, not lists in messages on their way. */
    ALLOWED_BY_HELD_LISTS,
    /** All. */
    ANY
  }

  /**
   * A ring with successor lists of length two, in which at most {@code ends} members crash, each
   * only where {@link Failures#ALLOWED} permits it.
   */
  static ExplorationBounds crashes(List<Integer> ring, int ends, int rounds) {
    return new ExplorationBounds(2, ring, ends, false, false, rounds, Failures.ALLOWED);
  }

  /** The same with leaves and returns. */
  ExplorationBounds comingAndGoing() {
    return new ExplorationBounds(successors, ring, ends, true, true, rounds, failures);
  }

  ExplorationBounds with(Failures others) {
    return new ExplorationBounds(successors, ring, ends, graceful, restarts, rounds, others);
  }
}
