package io.duet.chord.maintenance;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Peer;

/**
 * Notify: at the end of each round of stabilize, a member tells its successor that it may be the
 * successor's predecessor; the successor rectifies (P. Zave, IEEE TSE 43(12), 2017, section 4).
 *
 * <p>Message: {@link ChordMessage.Notify}.
 */
final class Notify {
  private Notify() {}

  /** Notifies the successor, unless this member is alone. */
  static void send(ChordContext node) {
    if (!node.routing().isAlone()) {
      node.host().send(node.routing().successor().peer(), new ChordMessage.Notify());
    }
  }

  /** Handles a notify: rectifies, with its sender as the candidate. */
  static void receive(ChordContext node, Stabilize stabilize, Peer sender) {
    new Rectify(node, stabilize, RingPeer.of(sender)).start();
  }
}
