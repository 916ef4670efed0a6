package io.duet.node;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Who a peer is. Ring positions and digests follow from it, and so do equality and order of peers.
 *
 * <p>{@link Peer#id} alone makes ids. Today an id is the address at which its peer listens, so a
 * peer whose address changes is another one; only these two classes know that.
 */
public final class PeerId implements Comparable<PeerId> {
  private final PeerAddress address;

  PeerId(PeerAddress address) {
    this.address = address;
  }

  /** The bytes that this id consists of: 6 for a peer with an IPv4 address, else 18. */
  public byte[] bytes() {
    byte[] ip = address.rawIp();
    return ByteBuffer.allocate(ip.length + 2).put(ip).putShort((short) address.port()).array();
  }

  @Override
  public int compareTo(PeerId other) {
    return address.compareTo(other.address);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerId id && id.address.equals(address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
