package io.duet.chord;

import io.duet.node.ReplyHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round of the corrected protocol's stabilize (P. Zave, "Reasoning about identifier spaces: how
 * to make Chord correct", IEEE TSE 43(12), 2017, section 4): ask the successor, take over its list;
 * if its predecessor is a better successor and lives, take over that one's list; notify the
 * successor. As long as a better one is found the round goes on, so that many members that joined
 * at one place find their order in a few round trips. A successor that does not answer is dropped,
 * and the next one is asked. A member that has lost all of them asks its predecessor, the last one
 * that it knows, and tries to join again when that one does not answer either.
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
    node.ask(peer.address(), ChordMessage.GetNeighbors::new, this);
  }

  @Override
  public void onReply(ChordMessage.Neighbors reply) {
    RingPeer better = reply.predecessor();
    node.learn(asked, 0);
    adopt(asked, reply.successors());
    if (better != null
        && steps++ < STEPS_MAX
        && RingId.isBetween(node.view().self().id(), better.id(), asked.id())) {
      settled = asked;
      ask(better);
    } else {
      finish();
    }
  }

  private void adopt(RingPeer successor, List<RingPeer> rest) {
    node.view().adoptSuccessors(successor, rest, node.config().successors());
  }

  @Override
  public void onFailure() {
    node.onDead(asked);
    node.neighbor(asked, false);
    if (settled != null) {
      finish();
    } else {
      start();
    }
  }

  private void finish() {
    RingView view = node.view();
    if (view.isAlone()) {
      node.rejoin();
    } else {
      node.host().send(view.successor().address(), new ChordMessage.Notify());
    }
    node.stabilized();
  }
}
