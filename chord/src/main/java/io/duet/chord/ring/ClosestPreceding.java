package io.duet.chord.ring;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import java.util.ArrayList;
import java.util.List;

/** Gathers the few peers that most closely precede a position, out of several sorted sources. */
public final class ClosestPreceding {
  private final long self;
  private final long limit;
  private final int max;
  private final List<RingPeer> peers;

  /**
   * Nothing yet.
   *
   * @param limit how far from {@code self} a peer may be at most, as an unsigned distance
   * @param max how many are wanted
   */
  public ClosestPreceding(long self, long limit, int max) {
    this.self = self;
    this.limit = limit;
    this.max = max;
    this.peers = new ArrayList<>(max);
  }

  /** How far from the member itself a peer may be at most. */
  public long limit() {
    return limit;
  }

  /**
   * Takes a peer in if it is close enough; false when no farther one need be offered, because there
   * are enough closer ones.
   */
  public boolean offer(RingPeer peer) {
    long distance = RingId.distance(self, peer.id());
    if (distance == 0 || Long.compareUnsigned(distance, limit) > 0) {
      return true;
    }
    int place = peers.size();
    while (place > 0 && Long.compareUnsigned(distanceAt(place - 1), distance) < 0) {
      place--;
    }
    if (place == max) {
      return false;
    }
    if (place == 0 || distanceAt(place - 1) != distance) {
      insert(place, peer);
    }
    return true;
  }

  private void insert(int place, RingPeer peer) {
    if (peers.size() == max) {
      peers.remove(max - 1);
    }
    peers.add(place, peer);
  }

  private long distanceAt(int place) {
    return RingId.distance(self, peers.get(place).id());
  }

  /** Those taken, the closest to the limit first. */
  public List<RingPeer> peers() {
    return peers;
  }
}
