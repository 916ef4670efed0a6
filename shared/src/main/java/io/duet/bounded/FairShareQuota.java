package io.duet.bounded;

/**
 * The quota of each peer in a bounded table: at most a {@value #SHARE}th of what is free, so that
 * the peers of an attacker always leave room for the next one (A. Choudhury, E. Hahne, "Dynamic
 * queue length thresholds for shared-memory packet switches", IEEE/ACM Transactions on Networking
 * 6(2), 1998).
 *
 * @param max the size of the table
 */
public record FairShareQuota(int max) {
  private static final int SHARE = 16;

  /** The most that one peer may hold while all together, itself included, hold {@code held}. */
  public int perPeer(int held) {
    return (max - held) / SHARE;
  }
}
