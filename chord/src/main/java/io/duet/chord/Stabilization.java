package io.duet.chord;

import io.duet.rpc.ReplyHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round of the corrected protocol's stabilize (P. Zave, "Reasoning about identifier spaces: how
 * to make Chord correct", IEEE TSE 43(12), 2017, section 4): ask the successor, take over its list;
 * if its predecessor is a better successor and lives, take over that one's list; notify the
 * successor. As long as a better one is found the round goes on, so that many members that joined
 * at one place find their order in a few round trips. A successor that does not answer is asked
 * once more, then dropped, and the next one is asked. A member that has lost all of them asks its
 * predecessor, the last one that it knows, for its list, as one does that joins behind it, and
 * tries to join again through its contacts when that one does not answer either.
 */
final class Stabilization implements ReplyHandler<ChordMessage.Neighbors> {
  private static final int STEPS_MAX = 32;

  private final ChordNode node;
  private int steps;
  private RingPeer asked;
  private @Nullable RingPeer settled; // the live successor, while a better one is tried

  Stabilization(ChordNode node) {
    this.node = node;
    this.asked = node.view().successor();
  }

  /** Begins the round; the only member of a ring looks whether somebody has joined it. */
  void start() {
    RingView view = node.view();
    if (!view.isAlone()) {
      ask(view.successor());
    } else if (view.predecessor() != null && !view.predecessor().equals(view.self())) {
      settled = view.self();
      ask(view.predecessor());
    } else {
      finish();
    }
  }

  private void ask(RingPeer peer) {
    asked = peer;
    node.askTwice(asked.address(), ChordMessage.GetNeighbors::new, this);
  }

  @Override
  public void onReply(ChordMessage.Neighbors reply) {
    node.learn(asked, 0);
    if (node.view().isAlone() && joinsBehind(reply.successors())) {
      settled = null;
      start();
    } else if (isBeyond(asked)) {
      finish();
    } else {
      adopt(asked, reply.successors());
      tryBetter(reply.predecessor());
    }
  }

  /** Whether a closer successor has been found since this peer was asked. */
  private boolean isBeyond(RingPeer peer) {
    RingView view = node.view();
    return RingId.isBetween(view.successor().id(), peer.id(), view.self().id()) && !view.isAlone();
  }

  private void tryBetter(@Nullable RingPeer better) {
    if (better != null
        && steps++ < STEPS_MAX
        && RingId.isBetween(node.view().self().id(), better.id(), asked.id())) {
      settled = asked;
      ask(better);
    } else {
      finish();
    }
  }

  /**
   * Takes over the list of a predecessor that no longer lists this member, as one does that joins;
   * false if it still does, because what follows there is what this member has told it before.
   */
  private boolean joinsBehind(List<RingPeer> list) {
    boolean joins =
        !list.isEmpty() && RingId.isBetween(asked.id(), node.view().self().id(), list.get(0).id());
    if (joins) {
      adopt(list.get(0), list.subList(1, list.size()));
    }
    return joins;
  }

  private void adopt(RingPeer successor, List<RingPeer> rest) {
    node.view().adoptSuccessors(successor, rest, node.config().successors());
  }

  /** A successor is asked twice; one that another member has named is not worth waiting for. */
  @Override
  public boolean onSilence() {
    return settled == null;
  }

  @Override
  public void onFailure() {
    if (settled != null) {
      node.onDead(asked);
      node.neighbor(asked, false);
      finish();
    } else {
      node.drop(asked);
      node.neighbor(asked, false);
      start();
    }
  }

  /** A ring of so few that lists are not full may be a part of one that its contacts know. */
  private void finish() {
    RingView view = node.view();
    if (!view.isAlone()) {
      node.host().send(view.successor().address(), new ChordMessage.Notify());
    }
    if (view.isAlone() || view.successors().size() < node.config().successors()) {
      node.rejoin();
    }
    node.stabilized();
  }
}
