package io.duet.unstructured;

import io.duet.node.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The queries that passed lately, and from whom each came first. Two generations: when the young
 * one is full or old, it takes the place of the old one and a new one begins, so that memory is
 * bounded and a query is remembered for one generation at least.
 */
final class SeenQueries {
  private static final int ENTRIES_MAX = 1 << 14;
  private static final int ENTRIES_MIN = 16;
  private static final int HITS_MIN = 16;
  private static final int HITS_MAX = 64;
  private static final int HITS_SHARED = 4; // the last ones

  private final long generationNanos;
  private Generation young = new Generation();
  private Generation old = new Generation();
  private long rotatedAt;

  SeenQueries(long generationNanos) {
    this.generationNanos = generationNanos;
  }

  /**
   * Remembers that a query came from a peer; false when it has come before.
   *
   * @param wanted results that it wants: as many hits pass, at least 16 and at most 64
   */
  boolean add(long id, PeerAddress from, long now, int wanted) {
    if (from(id) != null) {
      return false;
    }
    if (now - rotatedAt >= generationNanos || young.size >= ENTRIES_MAX) {
      rotate(now);
    }
    young.put(id, from, (byte) Math.max(HITS_MIN, Math.min(HITS_MAX, wanted)));
    return true;
  }

  private void rotate(long now) {
    old = young;
    young = new Generation();
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

  /** An open-addressed table that is empty until it is needed. */
  private static final class Generation {
    private long[] ids = new long[0];
    private @Nullable PeerAddress[] from = new @Nullable PeerAddress[0];
    private byte[] hitsLeft = new byte[0];
    private @Nullable PeerAddress[] lastSender = new @Nullable PeerAddress[0]; // of a hit
    private byte[] visits = new byte[0];
    private int size;

    @Nullable PeerAddress get(long id) {
      return ids.length == 0 ? null : from[place(id)];
    }

    boolean countHit(long id, PeerAddress sender) {
      if (get(id) == null) {
        return false;
      }
      int place = place(id);
      int left = hitsLeft[place];
      boolean passes = left > HITS_SHARED || (left > 0 && !sender.equals(lastSender[place]));
      if (passes) {
        hitsLeft[place]--;
        lastSender[place] = sender;
      }
      return passes;
    }

    int countVisits(long id, int more) {
      if (get(id) == null) {
        return 0;
      }
      int before = visits[place(id)] & 0xff;
      visits[place(id)] += (byte) more;
      return before;
    }

    void put(long id, PeerAddress peer, byte hits) {
      if (2 * (size + 1) > ids.length) {
        grow();
      }
      int place = place(id);
      ids[place] = id;
      from[place] = peer;
      hitsLeft[place] = hits;
      size++;
    }

    /** Where this id stands, or the free place where it would. */
    private int place(long id) {
      int mask = ids.length - 1;
      int place = (int) (id ^ id >>> 32) & mask;
      while (from[place] != null && ids[place] != id) {
        place = place + 1 & mask;
      }
      return place;
    }

    private void grow() {
      long[] oldIds = ids;
      @Nullable PeerAddress[] oldFrom = from;
      ids = new long[Math.max(ENTRIES_MIN, 2 * oldIds.length)];
      from = new @Nullable PeerAddress[ids.length];
      byte[] oldHits = hitsLeft;
      @Nullable PeerAddress[] oldSenders = lastSender;
      byte[] oldVisits = visits;
      hitsLeft = new byte[ids.length];
      lastSender = new @Nullable PeerAddress[ids.length];
      visits = new byte[ids.length];
      for (int i = 0; i < oldIds.length; i++) {
        if (oldFrom[i] != null) {
          int place = place(oldIds[i]);
          ids[place] = oldIds[i];
          from[place] = oldFrom[i];
          hitsLeft[place] = oldHits[i];
          lastSender[place] = oldSenders[i];
          visits[place] = oldVisits[i];
        }
      }
    }
  }
}
