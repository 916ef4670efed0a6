package io.duet.unstructured.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The walkers of one query as their origin knows them: each asks it at every few steps whether it
 * is still wanted, so one that asks no more is lost.
 *
 * <p>How long a walker may be silent follows from what the others took: twice the slowest check,
 * and the time that it has walked already, for a hit of its own may be on the way back. Invariant:
 * at most as many walkers are replaced as were sent at first.
 */
final class WalkerTracker {
  private final int checksMax;
  private final long began;
  private final long[] sentAt;
  private final long[] heardAt;
  private final int[] checks;
  private final long firstPatience;
  private long slowest;
  private int replacementsLeft;

  /**
   * Walkers that set out now.
   *
   * @param checksMax how often each will ask before it has used up its steps
   * @param firstPatience nanoseconds for which each is awaited while none has asked
   */
  WalkerTracker(int count, int checksMax, long firstPatience, long now) {
    this.checksMax = checksMax;
    this.began = now;
    this.sentAt = new long[count];
    this.heardAt = new long[count];
    this.checks = new int[count];
    this.firstPatience = firstPatience;
    this.replacementsLeft = count;
    Arrays.fill(sentAt, now);
    Arrays.fill(heardAt, now);
  }

  /** Notes that a walker lives; false when there is none of this number. */
  boolean heard(int walker, long now) {
    if (walker < 0 || walker >= heardAt.length) {
      return false;
    }
    slowest = Math.max(slowest, now - heardAt[walker]);
    heardAt[walker] = now;
    checks[walker]++;
    return true;
  }

  /** Those in whose places others are to be sent; they count as sent now. */
  List<Integer> takeLost(long now) {
    List<Integer> lost = new ArrayList<>();
    for (int walker = 0; walker < heardAt.length && replacementsLeft > 0; walker++) {
      if (checks[walker] < checksMax && now - heardAt[walker] > patience(walker)) {
        sentAt[walker] = now;
        heardAt[walker] = now;
        checks[walker] = 0;
        replacementsLeft--;
        lost.add(walker);
      }
    }
    return lost;
  }

  /** Whether one that was sent in the place of another may still walk, or its hit be on its way. */
  boolean mayHaveReplacementsOut(long now) {
    for (int walker = 0; walker < heardAt.length; walker++) {
      if (sentAt[walker] > began && now - heardAt[walker] <= patience(walker)) {
        return true;
      }
    }
    return false;
  }

  private long patience(int walker) {
    return slowest == 0 ? firstPatience : 2 * slowest + heardAt[walker] - sentAt[walker];
  }
}
