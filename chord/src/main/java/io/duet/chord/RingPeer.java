package io.duet.chord;

import io.duet.node.PeerAddress;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/** A member of the ring: its address, and its position, which follows from the address. */
public final class RingPeer {
  /** The fewest bytes that a peer takes on the wire. */
  static final int BYTES_MIN = 7;

  private final long id;
  private final PeerAddress address;

  /** A peer at a position of a test's choice. */
  RingPeer(long id, PeerAddress address) {
    this.id = id;
    this.address = address;
  }

  /** The peer that listens at this address. */
  public static RingPeer of(PeerAddress address) {
    return new RingPeer(RingId.of(address), address);
  }

  static RingPeer read(WireInput in) {
    return of(in.readAddress());
  }

  void write(WireOutput out) {
    out.writeAddress(address);
  }

  /** Its position on the ring. */
  public long id() {
    return id;
  }

  /** Where it listens. */
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
    return "%016x@%s".formatted(id, address);
  }
}
