package io.duet.chord.maintenance;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;

/**
 * Notify: a member tells its successor, at the end of each round of stabilize, that it may be its
 * predecessor; the successor rectifies (P. Zave, IEEE TSE 43(12), 2017, section 4).
 */
final class Notify {

  private Notify() {}

  /** Notifies the successor, if there is another member. */
  static void send(ChordContext node) {
    if (!node.routing().isAlone()) {
      node.host().send(node.routing().successor().peer(), new ChordMessage.Notify());
    }
  }

  /** Handles a notify: its sender may be this member's predecessor. */
  static void receive(ChordContext node, Stabilize stabilize, RingPeer sender) {
    new Rectify(node, stabilize, sender).start();
  }
}
