package io.duet.chord;

import io.duet.rpc.ReplyHandler;

/**
 * What a notify leads to, after the corrected protocol's rectify (Zave 2017, section 4): a closer
 * predecessor is adopted at once, a farther one only if the known one does not answer.
 */
final class Rectification implements ReplyHandler<ChordMessage.Predecessor> {
  private final ChordNode node;
  private final RingPeer candidate;
  private RingPeer known;

  Rectification(ChordNode node, RingPeer candidate) {
    this.node = node;
    this.candidate = candidate;
    this.known = candidate;
  }

  void start() {
    RingPeer before = node.view().predecessor();
    long self = node.view().self().id();
    if (candidate.id() == self || candidate.equals(before)) {
      return;
    }
    if (before == null || RingId.isBetween(before.id(), candidate.id(), self)) {
      adopt();
    } else {
      known = before;
      node.ask(before.address(), ChordMessage.GetPredecessor::new, this);
    }
  }

  /** The candidate owns a part of this member's keys; the old predecessor has a new successor. */
  private void adopt() {
    RingPeer before = node.view().predecessor();
    node.view().predecessor(candidate);
    node.neighbor(candidate, true);
    if (before != null && !before.equals(node.view().self())) {
      node.host().send(before.address(), new ChordMessage.Poke());
    }
    node.handOverTo(candidate);
    if (node.view().isAlone()) {
      node.stabilize();
    }
  }

  @Override
  public void onReply(ChordMessage.Predecessor reply) {
    // the known predecessor lives, so it stays
  }

  @Override
  public void onFailure() {
    node.onDead(known);
    node.neighbor(known, false);
    if (known.equals(node.view().predecessor())) {
      node.view().predecessor(candidate);
      Contents.rangeGrew(node);
    }
  }
}
