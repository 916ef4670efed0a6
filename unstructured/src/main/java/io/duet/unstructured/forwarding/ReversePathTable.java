package io.duet.unstructured.forwarding;

import io.duet.node.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Maps the id of a query to the peer from which it came first, and counts the hits and walkers that
 * passed for it. An open-addressed table, at most half full.
 */
final class ReversePathTable {
  private static final int ENTRIES_MIN = 16;
  private static final int HITS_SHARED = 4; // the last hits, see DuplicateSuppression#countHit

  private long[] ids = new long[0];
  private @Nullable Peer[] from = new @Nullable Peer[0];
  private byte[] hitsLeft = new byte[0];
  private @Nullable Peer[] lastSender = new @Nullable Peer[0]; // of the last hit
  private byte[] visits = new byte[0];
  private int size;

  int size() {
    return size;
  }

  @Nullable Peer get(long id) {
    return ids.length == 0 ? null : from[place(id)];
  }

  boolean countHit(long id, Peer sender) {
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

  void put(long id, Peer peer, byte hits) {
    if (2 * (size + 1) > ids.length) {
      grow();
    }
    int place = place(id);
    ids[place] = id;
    from[place] = peer;
    hitsLeft[place] = hits;
    size++;
  }

  /** The place of this id, or the free place for it. */
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
    @Nullable Peer[] oldFrom = from;
    ids = new long[Math.max(ENTRIES_MIN, 2 * oldIds.length)];
    from = new @Nullable Peer[ids.length];
    byte[] oldHits = hitsLeft;
    @Nullable Peer[] oldSenders = lastSender;
    byte[] oldVisits = visits;
    hitsLeft = new byte[ids.length];
    lastSender = new @Nullable Peer[ids.length];
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
