package io.duet.bounded;

/**
 * Room of a bounded table that peers share: a peer may add no more than a {@value #SHARE}th of what
 * is free, so whatever the peers of an attacker take, there is room for the next one (A. Choudhury,
 * E. Hahne, "Dynamic queue length thresholds for shared-memory packet switches", IEEE/ACM
 * Transactions on Networking 6(2), 1998).
 *
 * @param max how much the table holds in all
 */
public record FairShareQuota(int max) {
  private static final int SHARE = 16;

  /** The most that one peer may hold while all together, itself included, hold so much. */
  public int perPeer(int held) {
    return (max - held) / SHARE;
  }
}
