package io.duet.node;

import org.jspecify.annotations.Nullable;

/**
 * A peer: who it is, and where it can be reached now. Peers are equal, and ordered, as their ids
 * are, so a table of peers is a table by id.
 */
public final class Peer implements Comparable<Peer> {
  private final long high; // the address, unpacked: a million peers live in one simulation
  private final long low;
  private final int port;

  private Peer(PeerAddress address) {
    this.high = address.high();
    this.low = address.low();
    this.port = address.port();
  }

  /** The peer that listens at this address; its id follows from the address. */
  public static Peer at(PeerAddress address) {
    return new Peer(address);
  }

  /** Who this peer is. */
  public PeerId id() {
    return new PeerId(address());
  }

  /** Where it can be reached now. */
  public PeerAddress address() {
    return new PeerAddress(high, low, port);
  }

  @Override
  public int compareTo(Peer other) {
    return address().compareTo(other.address());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Peer peer
            && peer.low == low
            && peer.port == port
            && peer.high == high);
  }

  @Override
  public int hashCode() {
    return PeerAddress.hash(high, low, port);
  }

  /** The address, as people write it. */
  @Override
  public String toString() {
    return address().toString();
  }
}
