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
    /** Those without whom everybody keeps a live successor, and r + 1 principals are left. */
    ALLOWED,
    /** The same, but lists that are under way do not count. */
    ALLOWED_BY_HELD_LISTS,
    /** All. */
    ANY
  }

  /** A ring of lists of two from which so many members may crash, as far as that is allowed. */
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
