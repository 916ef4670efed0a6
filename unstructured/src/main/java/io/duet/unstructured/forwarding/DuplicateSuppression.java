package io.duet.unstructured.forwarding;

import io.duet.node.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Suppresses duplicates: remembers the queries that passed lately, so that one which comes again is
 * dropped; and from whom each came first, which is the way back for its hits.
 *
 * <p>It keeps two generations. When the young one is full or old, it takes the place of the old one
 * and a new one begins: so memory is bounded, and a query is remembered for one generation at
 * least.
 */
public final class DuplicateSuppression {
  private static final int ENTRIES_MAX = 1 << 14;
  private static final int HITS_MIN = 16;
  private static final int HITS_MAX = 64;

  private final long generationNanos;
  private ReversePathTable young = new ReversePathTable();
  private ReversePathTable old = new ReversePathTable();
  private long rotatedAt;

  public DuplicateSuppression(long generationNanos) {
    this.generationNanos = generationNanos;
  }

  /**
   * Remembers that a query came from a peer; false when it has come before.
   *
   * @param wanted results that it wants: as many hits pass, at least 16 and at most 64
   */
  public boolean add(long id, PeerAddress from, long now, int wanted) {
    if (from(id) != null) {
      return false;
    }
    if (now - rotatedAt >= generationNanos || young.size() >= ENTRIES_MAX) {
      rotate(now);
    }
    young.put(id, from, (byte) Math.max(HITS_MIN, Math.min(HITS_MAX, wanted)));
    return true;
  }

  private void rotate(long now) {
    old = young;
    young = new ReversePathTable();
    rotatedAt = now;
  }

  /** From whom a query came first, or null when it is not remembered. */
  @Nullable PeerAddress from(long id) {
    PeerAddress from = young.get(id);
    return from == null ? old.get(id) : from;
  }

  /**
   * Counts a hit for a query; false when it is not remembered or had as many as may pass. The last
   * few may not pass one after the other from one sender, so that a liar alone leaves some room.
   */
  boolean countHit(long id, PeerAddress sender) {
    return (young.get(id) == null ? old : young).countHit(id, sender);
  }

  /** How many visits of walkers of a query this node has counted, modulo 256. */
  int visits(long id) {
    return (young.get(id) == null ? old : young).countVisits(id, 0);
  }

  /** Counts so many visits of walkers of a query; how many it has counted before, modulo 256. */
  int countVisits(long id, int more) {
    return (young.get(id) == null ? old : young).countVisits(id, more);
  }

  /** Counts a walker that this node sends on; how many it has sent on for the query before. */
  int countVisit(long id) {
    return countVisits(id, 1);
  }
}
