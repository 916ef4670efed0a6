package io.duet.chord.id;

import io.duet.node.PeerAddress;
import io.duet.wire.Wire;
import org.jspecify.annotations.Nullable;

/** A member of the ring: its address, and its position, which follows from the address. */
public final class RingPeer {
  /** Says that the position was not asked for yet; whose position it is hashes every time. */
  private static final long UNKNOWN = 0x5d0e_7c3b_91a6_f248L;

  private final PeerAddress address;
  private long id; // threads that compute it at once write the same

  /** A peer at a position of a test's choice. */
  public RingPeer(long id, PeerAddress address) {
    this.id = id;
    this.address = address;
  }

  /** The peer that listens at this address. */
  @Wire.Form
  public static RingPeer of(PeerAddress address) {
    return new RingPeer(UNKNOWN, address);
  }

  /** Its position on the ring, computed when it is asked for first: it is a SHA-256. */
  public long id() {
    long known = id;
    if (known == UNKNOWN) {
      known = RingId.of(address);
      id = known;
    }
    return known;
  }

  /** Where it listens. */
  @Wire.Form
  public PeerAddress address() {
    return address;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof RingPeer peer && peer.address.equals(address));
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return "%016x@%s".formatted(id(), address);
  }
}
