package io.duet.overlay;

import io.duet.node.PeerAddress;
import java.util.function.Consumer;

/** An overlay that carries text requests from user to user. */
public interface RequestDelivery {

  /**
   * Sends a text to the user of another peer, and calls {@code whenDone} exactly once with its
   * delivery status.
   */
  void request(PeerAddress to, String text, Consumer<DeliveryStatus> whenDone);
}
