package io.duet.chord.id;

import io.duet.node.Peer;
import io.duet.wire.Wire;
import org.jspecify.annotations.Nullable;

/** A member of the ring: a peer, and its position, which follows from the peer's id. */
public final class RingPeer {
  /** Marks a position not computed yet; a peer at exactly this position hashes at each call. */
  private static final long UNKNOWN = 0x5d0e_7c3b_91a6_f248L;

  private final Peer peer;
  private long id; // computed twice by concurrent threads, with the same result

  /** A peer at a given position, for tests. */
  public RingPeer(long id, Peer peer) {
    this.id = id;
    this.peer = peer;
  }

  /** A peer at the position that follows from its id. */
  @Wire.Form
  public static RingPeer of(Peer peer) {
    return new RingPeer(UNKNOWN, peer);
  }

  /** Its position on the ring, from a SHA-256 that the first call computes. */
  public long id() {
    long known = id;
    if (known == UNKNOWN) {
      known = RingId.of(peer.id());
      id = known;
    }
    return known;
  }

  /** The peer itself. */
  @Wire.Form
  public Peer peer() {
    return peer;
  }

  /** The first of {@code size} sorted peers that is at least {@code distance} after a position. */
  public static int firstAtOrBeyond(RingPeer[] sorted, int size, long position, long distance) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(RingId.distance(position, sorted[middle].id()), distance) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof RingPeer member && member.peer.equals(peer));
  }

  @Override
  public int hashCode() {
    return peer.hashCode();
  }

  @Override
  public String toString() {
    return "%016x@%s".formatted(id(), peer);
  }
}
