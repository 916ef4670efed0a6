package io.duet.unstructured;

import io.duet.node.PeerAddress;
import io.duet.node.ReplyHandler;
import org.jspecify.annotations.Nullable;

/**
 * A leaf's choice between two super-peers: the one that serves fewer leaves (M. Mitzenmacher, "The
 * power of two choices in randomized load balancing", IEEE TPDS 12(10), 2001).
 */
final class SuperPeerChoice {
  private final Leaf leaf;
  private final PeerAddress[] asked;
  private @Nullable PeerAddress best;
  private int bestLoad = Integer.MAX_VALUE;
  private int open;

  SuperPeerChoice(Leaf leaf, PeerAddress one, PeerAddress other) {
    this.leaf = leaf;
    this.asked = one.equals(other) ? new PeerAddress[] {one} : new PeerAddress[] {one, other};
    this.open = asked.length;
  }

  void start() {
    for (PeerAddress superPeer : asked) {
      leaf.pending()
          .send(
              superPeer,
              UnstructuredMessage.Ping::new,
              leaf.config().pingTimeoutNanos(),
              new ReplyHandler<UnstructuredMessage.Pong>() {
                @Override
                public void onReply(UnstructuredMessage.Pong pong) {
                  offer(superPeer, pong.load());
                }

                @Override
                public void onFailure() {
                  leaf.forget(superPeer);
                  decide();
                }
              });
    }
  }

  private void offer(PeerAddress superPeer, int load) {
    if (load < bestLoad) {
      best = superPeer;
      bestLoad = load;
    }
    decide();
  }

  private void decide() {
    if (--open > 0) {
      return;
    }
    if (best == null) {
      leaf.attachLater();
    } else {
      leaf.attachTo(best);
    }
  }
}
