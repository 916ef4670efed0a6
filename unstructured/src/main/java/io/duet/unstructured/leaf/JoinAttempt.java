package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.List;

/**
 * One attempt of a leaf to join a super-peer. The leaf asks any known node, and follows redirects
 * to less loaded super-peers until one accepts it. After {@value #STEPS_MAX} steps it insists, so
 * that redirects cannot form a circle. It avoids a super-peer that refused it for a time.
 *
 * <p>Message out: Join; in: JoinReply.
 */
final class JoinAttempt implements ReplyHandler<LeafMessage.JoinReply> {
  private static final int STEPS_MAX = 4;

  private final Leaf leaf;
  private final LeafRegistration registration;
  private Peer asked;
  private int steps;

  JoinAttempt(Leaf leaf, LeafRegistration registration) {
    this.leaf = leaf;
    this.registration = registration;
    this.asked = leaf.host().self();
  }

  /** Asks one super-peer, and insists. */
  void insist(Peer superPeer) {
    steps = STEPS_MAX;
    ask(superPeer);
  }

  /** Starts at a random known node that is not avoided. */
  void begin() {
    Peer answering = leaf.backoff().anyOf(leaf.known().answering());
    Peer entry = answering == null ? leaf.backoff().anyOf(leaf.known().all()) : answering;
    if (entry == null) {
      registration.joinLater();
    } else {
      ask(entry);
    }
  }

  private void ask(Peer peer) {
    asked = peer;
    steps++;
    leaf.context()
        .request(
            peer,
            id -> new LeafMessage.Join(id, steps >= STEPS_MAX, leaf.config().capacityOfLeaf()),
            this);
  }

  @Override
  public void onReply(LeafMessage.JoinReply reply) {
    reply.others().forEach(leaf.known()::learn);
    if (leaf.isRetired()) {
      refuse(reply);
    } else if (reply.accepted()) {
      registration.attached(asked, reply.partners());
    } else {
      goOn(leaf.backoff().without(reply.others()));
    }
  }

  private void goOn(List<Peer> others) {
    if (steps < STEPS_MAX && !others.isEmpty()) {
      ask(others.get(0));
    } else {
      registration.refusedBy(asked);
      registration.joinLater();
    }
  }

  /** Leaves a super-peer that accepted this node after it had become a super-peer itself. */
  private void refuse(LeafMessage.JoinReply reply) {
    if (reply.accepted()) {
      leaf.context().send(asked, new UnstructuredMessage.Leave());
    }
  }

  @Override
  public void onFailure() {
    leaf.known().skip(asked);
    registration.joinLater();
  }
}
