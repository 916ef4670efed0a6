package io.duet.simulation;

import io.duet.bounded.Mixing;
import java.util.random.RandomGenerator;

/**
 * Round-trip times like those measured between name servers of the Internet by the King method (K.
 * Gummadi et al., IMW 2002): hosts are in a few distant regions, and each has an access line of its
 * own. The round trip of two hosts is fixed: the distance of their positions plus both lines.
 * Positions follow from the hosts' indices, so no table is needed.
 *
 * <p>Distances are scaled to the given median over pairs; the mean is then 1.14 times the median,
 * as in the measurements that published comparisons use (median 156 ms, mean 178 ms: J. Li et al.,
 * NSDI 2005, section 5.1).
 */
final class KingModel implements NetworkModel {
  private static final double[][] REGIONS = {
    {0, 0, 0.38}, {74, 8, 0.68}, {180, 40, 0.90}, {270, -90, 1}
  }; // x and y in ms of round trip, and the cumulative share of hosts
  private static final double SPREAD_MS = 15;
  private static final double LINE_MS_MEAN = 22;
  private static final double MEDIAN_MS = 135.6;

  private final double scale;

  /** A model with this median round trip between two hosts. */
  KingModel(long medianRoundTripNanos) {
    this.scale = medianRoundTripNanos / MEDIAN_MS;
  }

  @Override
  public long delayNanos(int from, int to, RandomGenerator random) {
    double x = place(from, 0) - place(to, 0);
    double y = place(from, 1) - place(to, 1);
    double roundTripMs = Math.sqrt(x * x + y * y) + lineMs(from) + lineMs(to);
    return (long) (roundTripMs * scale / 2);
  }

  private static double place(int host, int axis) {
    double share = uniform(host, 0);
    int region = 0;
    while (share >= REGIONS[region][2]) {
      region++;
    }
    return REGIONS[region][axis] + SPREAD_MS * gaussian(host, 1 + axis);
  }

  private static double lineMs(int host) {
    return -LINE_MS_MEAN * StrictMath.log(1 - uniform(host, 7));
  }

  /** The sum of four uniform numbers, shifted and scaled to mean 0 and deviation 1. */
  private static double gaussian(int host, int salt) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += uniform(host, 16 * salt + i);
    }
    return (sum - 2) * 1.7320508075688772;
  }

  /** A number in [0, 1) that follows from the host. */
  private static double uniform(int host, int salt) {
    long mixed = Mixing.mix((host * 1_024L + salt + 1) * Mixing.GOLDEN);
    return (mixed >>> 11) * 0x1p-53;
  }
}
