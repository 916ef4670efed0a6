package io.duet.unstructured.forwarding;

import io.duet.node.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Maps the id of a query to the peer from which it came first, with the hits and walkers that have
 * passed for it. An open-addressed table that is empty until it is needed.
 */
final class ReversePathTable {
  private static final int ENTRIES_MIN = 16;
  private static final int HITS_SHARED = 4; // the last ones

  private long[] ids = new long[0];
  private @Nullable PeerAddress[] from = new @Nullable PeerAddress[0];
  private byte[] hitsLeft = new byte[0];
  private @Nullable PeerAddress[] lastSender = new @Nullable PeerAddress[0]; // of a hit
  private byte[] visits = new byte[0];
  private int size;

  int size() {
    return size;
  }

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
