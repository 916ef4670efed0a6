package io.duet.chord.ring;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import java.util.ArrayList;
import java.util.List;

/** Collects the few peers that most closely precede a position, from several sorted sources. */
public final class ClosestPreceding {
  private final long self;
  private final long limit;
  private final int max;
  private final List<RingPeer> peers;

  /**
   * An empty collection.
   *
   * @param limit maximum distance of a peer from {@code self}, unsigned
   * @param max maximum number of peers
   */
  public ClosestPreceding(long self, long limit, int max) {
    this.self = self;
    this.limit = limit;
    this.max = max;
    this.peers = new ArrayList<>(max + 1); // one more while a peer is inserted
  }

  /** Maximum distance of a peer from the member itself, unsigned. */
  public long limit() {
    return limit;
  }

  /**
   * Adds a peer if it is close enough; returns false if {@code max} closer ones are collected, so
   * that no farther one need be offered.
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
      peers.add(place, peer);
    }
    if (peers.size() > max) {
      peers.remove(max);
    }
    return true;
  }

  private long distanceAt(int place) {
    return RingId.distance(self, peers.get(place).id());
  }

  /** The collected peers, the closest to the limit first. */
  public List<RingPeer> peers() {
    return peers;
  }
}
