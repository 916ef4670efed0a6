package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.List;

/**
 * One attempt of a leaf to join a super-peer. The leaf asks any node that it knows, and follows
 * redirections to super-peers that serve fewer leaves until one accepts it. After {@value
 * #STEPS_MAX} steps it insists, so that it is not sent in circles. A super-peer that had no room is
 * not asked again for a while.
 *
 * <p>Message out: Join; in: Joined.
 */
final class JoinAttempt implements ReplyHandler<LeafMessage.JoinReply> {
  private static final int STEPS_MAX = 4;

  private final Leaf leaf;
  private final Registration registration;
  private Peer asked;
  private int steps;

  JoinAttempt(Leaf leaf, Registration registration) {
    this.leaf = leaf;
    this.registration = registration;
    this.asked = leaf.host().self();
  }

  /** Asks one super-peer, and insists. */
  void insist(Peer superPeer) {
    steps = STEPS_MAX;
    ask(superPeer);
  }

  /** Begins at any node that the leaf knows and that may have room. */
  void begin() {
    Peer answering = leaf.backoff().anyBeside(leaf.known().answering());
    Peer entry = answering == null ? leaf.backoff().anyBeside(leaf.known().all()) : answering;
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

  /** The node has become a super-peer while it asked: nobody is to take it for a leaf. */
  private void refuse(LeafMessage.JoinReply reply) {
    if (reply.accepted()) {
      leaf.context().send(asked, new UnstructuredMessage.Leave());
    }
  }

  @Override
  public void onFailure() {
    leaf.known().passOver(asked);
    registration.joinLater();
  }
}
