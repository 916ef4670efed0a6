package io.duet.chord.maintenance;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;
import org.jspecify.annotations.Nullable;

/**
 * Rectify: a member that receives a {@link ChordMessage.Notify} adopts its sender as predecessor at
 * once if it is closer, and otherwise only if the known predecessor does not answer (P. Zave, IEEE
 * TSE 43(12), 2017, section 4).
 *
 * <p>Messages out: {@link ChordMessage.GetPredecessor}, {@link ChordMessage.SuccessorChanged}.
 */
record Rectify(ChordContext node, Stabilize stabilize, RingPeer candidate) {

  void start() {
    RingPeer known = node.routing().predecessor();
    long self = node.routing().self().id();
    if (candidate.id() == self || candidate.equals(known)) {
      return;
    }
    if (known == null || RingId.isBetween(known.id(), candidate.id(), self)) {
      adopt(known);
    } else {
      node.ask(
          known.peer(),
          ChordMessage.GetPredecessor::new,
          ReplyHandler.of(alive -> {}, () -> replace(known)));
    }
  }

  /** Adopts a closer predecessor, which is the successor of the old one. */
  private void adopt(@Nullable RingPeer before) {
    setPredecessor();
    if (before != null && !before.equals(node.routing().self())) {
      node.host().send(before.peer(), new ChordMessage.SuccessorChanged());
    }
    node.rangeShrank(candidate);
    if (node.routing().isAlone()) {
      stabilize.start();
    }
  }

  private void setPredecessor() {
    node.reportNeighbor(node.routing().predecessor(), candidate, "predecessor");
    node.routing().predecessor(candidate);
  }

  private void replace(RingPeer dead) {
    node.timedOut(dead);
    node.neighborLost(dead);
    if (dead.equals(node.routing().predecessor())) {
      setPredecessor();
      node.rangeGrew();
    }
  }
}
