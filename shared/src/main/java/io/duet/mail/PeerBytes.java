package io.duet.mail;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Peers as bytes of a table: 16 of the IPv6 address, IPv4 in its mapped form, and 4 of the port.
 */
final class PeerBytes {
  private static final int LENGTH = 2 * Long.BYTES + Integer.BYTES;

  private PeerBytes() {}

  static byte[] of(Peer peer) {
    return of(List.of(peer));
  }

  static byte[] of(List<Peer> peers) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH * peers.size());
    for (Peer peer : peers) {
      PeerAddress address = peer.address();
      bytes.putLong(address.high()).putLong(address.low()).putInt(address.port());
    }
    return bytes.array();
  }

  static Peer peer(byte[] bytes) {
    return peers(bytes).get(0);
  }

  static List<Peer> peers(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Peer> peers = new ArrayList<>(bytes.length / LENGTH);
    while (in.remaining() >= LENGTH) {
      peers.add(Peer.at(new PeerAddress(in.getLong(), in.getLong(), in.getInt())));
    }
    return peers;
  }
}
