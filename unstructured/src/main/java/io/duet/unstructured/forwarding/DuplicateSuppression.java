package io.duet.unstructured.forwarding;

import io.duet.node.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Duplicate suppression: a node remembers the ids of recent queries, so that it drops a query that
 * it has received before. It also remembers the first sender of each, the reverse path of its hits.
 *
 * <p>It keeps two generations. When the young one is full or old, it replaces the old one and an
 * empty one begins. So memory is bounded, and a query is remembered for at least one generation,
 * unless more than {@value #ENTRIES_MAX} queries come meanwhile.
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
   * @param wanted number of wanted results: as many hits pass, at least {@value #HITS_MIN} and at
   *     most {@value #HITS_MAX}
   */
  public boolean add(long id, Peer from, long now, int wanted) {
    if (from(id) != null) {
      return false;
    }
    if (now - rotatedAt >= generationNanos || young.size() >= ENTRIES_MAX) {
      old = young;
      young = new ReversePathTable();
      rotatedAt = now;
    }
    young.put(id, from, (byte) Math.max(HITS_MIN, Math.min(HITS_MAX, wanted)));
    return true;
  }

  /** The peer from which a query came first, or null for an unknown query. */
  @Nullable Peer from(long id) {
    Peer from = young.get(id);
    return from == null ? old.get(id) : from;
  }

  /**
   * Counts a hit for a query; false when the query is unknown or no more of its hits may pass. Of
   * the last few, no two in a row pass from the same sender, which leaves room for other senders.
   */
  boolean countHit(long id, Peer sender) {
    return generationOf(id).countHit(id, sender);
  }

  /** Adds to the visits of a query's walkers; returns how many were counted before, modulo 256. */
  int countVisits(long id, int more) {
    return generationOf(id).countVisits(id, more);
  }

  private ReversePathTable generationOf(long id) {
    return young.get(id) == null ? old : young;
  }
}
