package io.duet.netty;

import io.duet.node.Peer;
import io.netty.channel.Channel;

/** Takes over accepted connections whose handshake announces a stream instead of messages. */
public interface StreamAcceptor {

  /** The fingerprint by which a stream's handshake is recognized. */
  int fingerprint();

  /**
   * Takes over a connection whose handshake has ended. It belongs to no event loop, and reads
   * nothing until its new owner says so.
   *
   * @param peer the other side, by the address that it announces; its port is not proven
   * @param rest bytes that arrived after the handshake
   */
  void accept(Channel channel, Peer peer, byte[] rest);
}
