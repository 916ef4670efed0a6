package io.duet.experiments.fetch;

import io.duet.content.Manifest;
import io.duet.simulation.Bandwidth;

/**
 * The shortest time in which one provider's content can be at all nodes of a crowd with equal
 * uplinks: each piece leaves the provider once, and the last one doubles its holders in each round
 * (J. Mundinger, R. Weber, G. Weiss, "Optimal scheduling of peer-to-peer file dissemination",
 * Journal of Scheduling 11, 2008). No node can be faster than its downlink.
 */
final class CrowdBound {
  private CrowdBound() {}

  /** The bound in seconds for a number of nodes without the content; NaN for unlimited uplinks. */
  static double seconds(long bytes, Bandwidth bandwidth, int receivers) {
    if (bandwidth.up() == Bandwidth.UNLIMITED) {
      return Double.NaN;
    }
    int rounds = 31 - Integer.numberOfLeadingZeros(Math.max(1, receivers));
    double sent = bytes + (double) rounds * Math.min(bytes, Manifest.PIECE_BYTES);
    return Math.max(sent / bandwidth.up(), (double) bytes / bandwidth.down());
  }
}
