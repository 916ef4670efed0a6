package io.duet.chord.maintenance;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Message;

/**
 * Graceful leave: a member transfers its records to its successor and notifies both neighbors,
 * which drop it at once and stabilize.
 *
 * <p>Messages: {@link ChordMessage.Leaving}.
 */
public final class GracefulLeave {

  private GracefulLeave() {}

  /** Leaves the ring, if there are other members. */
  public static void send(ChordContext node) {
    RoutingState routing = node.routing();
    if (!node.isJoined() || routing.isAlone()) {
      return;
    }
    node.leaving();
    Message leaving = new ChordMessage.Leaving();
    node.host().send(routing.successor().peer(), leaving);
    RingPeer before = routing.predecessor();
    if (before != null) {
      node.host().send(before.peer(), leaving);
    }
  }

  /** Handles the message of a member that leaves. */
  static void receive(ChordContext node, Stabilize stabilize, RingPeer leaving) {
    boolean neighbor = node.routing().isNeighbor(leaving);
    if (node.routing().forget(leaving)) {
      stabilize.start();
    }
    if (neighbor) {
      node.neighborChanged(leaving, false);
    }
  }
}
