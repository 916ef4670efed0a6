package io.duet.chord.maintenance;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;

/**
 * Rectify: a member that receives a {@link Notify} adopts its sender as predecessor at once if it
 * is closer, and otherwise only if the known predecessor does not answer (P. Zave, IEEE TSE 43(12),
 * 2017, section 4).
 *
 * <p>Messages out: {@link ChordMessage.GetPredecessor}, {@link ChordMessage.SuccessorChanged}.
 */
final class Rectify implements ReplyHandler<ChordMessage.Predecessor> {
  private final ChordContext node;
  private final Stabilize stabilize;
  private final RingPeer candidate;
  private RingPeer known;

  Rectify(ChordContext node, Stabilize stabilize, RingPeer candidate) {
    this.node = node;
    this.stabilize = stabilize;
    this.candidate = candidate;
    this.known = candidate;
  }

  void start() {
    RingPeer before = node.routing().predecessor();
    long self = node.routing().self().id();
    if (candidate.id() == self || candidate.equals(before)) {
      return;
    }
    if (before == null || RingId.isBetween(before.id(), candidate.id(), self)) {
      adopt();
    } else {
      known = before;
      node.ask(before.peer(), ChordMessage.GetPredecessor::new, this);
    }
  }

  /**
   * Adopts a closer predecessor, which is the successor of the old one and owns a part of the
   * range.
   */
  private void adopt() {
    RingPeer before = node.routing().predecessor();
    node.routing().predecessor(candidate);
    node.neighborChanged(candidate, true);
    if (before != null && !before.equals(node.routing().self())) {
      node.host().send(before.peer(), new ChordMessage.SuccessorChanged());
    }
    node.rangeShrank(candidate);
    if (node.routing().isAlone()) {
      stabilize.start();
    }
  }

  @Override
  public void onReply(ChordMessage.Predecessor reply) {
    // the known predecessor is alive and stays
  }

  @Override
  public void onFailure() {
    node.timedOut(known);
    node.neighborChanged(known, false);
    if (known.equals(node.routing().predecessor())) {
      node.routing().predecessor(candidate);
      node.rangeGrew();
    }
  }
}
