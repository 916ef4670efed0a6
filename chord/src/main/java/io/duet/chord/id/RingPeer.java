package io.duet.chord.id;

import io.duet.node.Peer;
import io.duet.wire.Wire;
import org.jspecify.annotations.Nullable;

/** A member of the ring: a peer, and its position, which follows from the peer's id. */
public final class RingPeer {
  /** Marks a position that was not computed yet; a peer at this very position hashes each time. */
  private static final long UNKNOWN = 0x5d0e_7c3b_91a6_f248L;

  private final Peer peer;
  private long id; // threads that compute it at once write the same

  /** A peer at a position of a test's choice. */
  public RingPeer(long id, Peer peer) {
    this.id = id;
    this.peer = peer;
  }

  /** The member that this peer is. */
  @Wire.Form
  public static RingPeer of(Peer peer) {
    return new RingPeer(UNKNOWN, peer);
  }

  /** Its position on the ring, a SHA-256 that is computed at the first call. */
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
