package io.duet.chord.maintenance;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;

/**
 * Rectify, what a {@link Notify} leads to: a closer predecessor is adopted at once, a farther one
 * only if the known one does not answer (P. Zave, IEEE TSE 43(12), 2017, section 4).
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

  /** The candidate owns a part of this member's keys; the old predecessor has a new successor. */
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
    // the known predecessor lives, so it stays
  }

  @Override
  public void onFailure() {
    node.silent(known);
    node.neighborChanged(known, false);
    if (known.equals(node.routing().predecessor())) {
      node.routing().predecessor(candidate);
      node.rangeGrew();
    }
  }
}
