package io.duet.experiments.report;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The hops of an ideal Chord ring: all fingers and successor lists are right, and each hop goes to
 * the closest known member that precedes the key (SIGCOMM 2001, section 4.3). A small random model,
 * for comparison with the measured hops.
 */
record IdealChordModel(long[] ring, int successors) {
  private static final int NODES_MAX = 1 << 16;
  private static final int LOOKUPS = 20_000;
  private static final int HOPS_LIMIT = 40;

  /**
   * The share of lookups by hops, the last step to the owner counted.
   *
   * @param nodes members of the ring; the model has at most 65,536
   * @param successors the length of the successor list
   */
  static double[] hopShares(int nodes, int successors, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] ring = random.longs(Math.min(nodes, NODES_MAX)).map(id -> id ^ Long.MIN_VALUE).toArray();
    Arrays.sort(ring);
    IdealChordModel model = new IdealChordModel(ring, successors);
    double[] shares = new double[HOPS_LIMIT];
    for (int i = 0; i < LOOKUPS; i++) {
      int hops = model.hops(random.nextInt(ring.length), random.nextLong());
      shares[Math.min(hops, HOPS_LIMIT - 1)] += 1.0 / LOOKUPS;
    }
    return shares;
  }

  private int hops(int origin, long key) {
    int owner = ownerOf(key);
    if (owner == origin) {
      return 0;
    }
    int hops = 1;
    for (int at = origin; next(at, 1) != owner; hops++) {
      at = closestPreceding(at, key, owner);
    }
    return hops;
  }

  private int closestPreceding(int at, long key, int owner) {
    int inList = Math.min(successors, Math.floorMod(owner - at, ring.length) - 1);
    int best = next(at, Math.max(1, inList));
    for (int bit = 63; bit >= 0; bit--) {
      int finger = ownerOf(ring[at] + (1L << bit));
      if (isBetween(ring[at], ring[finger], key)) {
        return distance(at, finger) > distance(at, best) ? finger : best;
      }
    }
    return best;
  }

  private int distance(int from, int to) {
    return Math.floorMod(to - from, ring.length);
  }

  private int next(int from, int steps) {
    return (from + steps) % ring.length;
  }

  private static boolean isBetween(long from, long point, long to) {
    return point != from && Long.compareUnsigned(point - from, to - from) < 0;
  }

  private int ownerOf(long position) {
    int found = Arrays.binarySearch(ring, position);
    return (found >= 0 ? found : -found - 1) % ring.length;
  }
}
