package io.duet.unstructured.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tracks the walkers of one query at their origin. Each walker regularly sends a walker check, so a
 * walker that sends none is lost.
 *
 * <p>A walker is lost after twice the slowest interval between checks, plus the time that it has
 * walked already, because a hit of its own may be on the way back. Invariant: at most as many
 * walkers are replaced as were sent at first.
 */
final class WalkerTracker {
  private final int checksMax;
  private final long began;
  private final long[] sentAt;
  private final long[] heardAt;
  private final int[] checks;
  private final long firstLimitNanos;
  private long slowest;
  private int replacementsLeft;

  /**
   * Walkers that are sent now.
   *
   * @param checksMax number of checks that each walker sends within its steps
   * @param firstLimitNanos nanoseconds until a walker is lost while no walker has sent a check
   */
  WalkerTracker(int count, int checksMax, long firstLimitNanos, long now) {
    this.checksMax = checksMax;
    this.began = now;
    this.sentAt = new long[count];
    this.heardAt = new long[count];
    this.checks = new int[count];
    this.firstLimitNanos = firstLimitNanos;
    this.replacementsLeft = count;
    Arrays.fill(sentAt, now);
    Arrays.fill(heardAt, now);
  }

  /** Notes a check of a walker; false when no walker has this number. */
  boolean heard(int walker, long now) {
    if (walker < 0 || walker >= heardAt.length) {
      return false;
    }
    slowest = Math.max(slowest, now - heardAt[walker]);
    heardAt[walker] = now;
    checks[walker]++;
    return true;
  }

  /** The lost walkers, which are to be replaced; their replacements count as sent now. */
  List<Integer> takeLost(long now) {
    List<Integer> lost = new ArrayList<>();
    for (int walker = 0; walker < heardAt.length && replacementsLeft > 0; walker++) {
      if (checks[walker] < checksMax && now - heardAt[walker] > limitNanos(walker)) {
        sentAt[walker] = now;
        heardAt[walker] = now;
        checks[walker] = 0;
        replacementsLeft--;
        lost.add(walker);
      }
    }
    return lost;
  }

  /** Whether a replacement may still walk, or its hit be on the way back. */
  boolean mayHaveReplacementsOut(long now) {
    for (int walker = 0; walker < heardAt.length; walker++) {
      if (sentAt[walker] > began && now - heardAt[walker] <= limitNanos(walker)) {
        return true;
      }
    }
    return false;
  }

  private long limitNanos(int walker) {
    return slowest == 0 ? firstLimitNanos : 2 * slowest + heardAt[walker] - sentAt[walker];
  }
}
