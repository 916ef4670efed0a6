package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.ReplyHandler;
import io.duet.node.Timer;
import io.duet.overlay.Answer;
import java.util.function.Consumer;

/**
 * One search of a leaf: asked at its super-peer, and once more at the next one when that dies
 * meanwhile. A leaf that is moving lets it wait; after twice the deadline it is given up.
 */
final class LeafSearch implements ReplyHandler<UnstructuredMessage.LeafAnswer> {
  private static final int ASKED_MAX = 2;

  /** Rings when a search has taken too long. */
  record Late(LeafSearch search) implements Timer {}

  private final Leaf leaf;
  private final Key key;
  private final Consumer<Answer> whenDone;
  private final long started;
  private int asked;
  private boolean done;

  LeafSearch(Leaf leaf, Key key, Consumer<Answer> whenDone) {
    this.leaf = leaf;
    this.key = key;
    this.whenDone = whenDone;
    this.started = leaf.host().nowNanos();
  }

  void ask() {
    PeerAddress superPeer = leaf.superPeer();
    if (done) {
      return;
    }
    if (superPeer == null) {
      leaf.host().setTimer(new Late(this), leaf.config().deadlineNanos());
      if (!leaf.await(this)) {
        giveUp();
      }
    } else if (asked++ < ASKED_MAX) {
      leaf.pending()
          .send(
              superPeer,
              id -> new UnstructuredMessage.LeafSearch(id, key),
              leaf.config().deadlineNanos(),
              this);
    } else {
      giveUp();
    }
  }

  @Override
  public void onReply(UnstructuredMessage.LeafAnswer reply) {
    finish(Answers.of(key, asked + reply.hops(), reply.providers()));
  }

  @Override
  public void onFailure() {
    ask();
  }

  void giveUp() {
    finish(Answer.failed(asked));
  }

  private void finish(Answer answer) {
    if (done) {
      return;
    }
    done = true;
    long latency = leaf.host().nowNanos() - started;
    boolean answered = answer.status() == Answer.Status.FOUND;
    leaf.host().emit(new NodeEvent.SearchFinished(answered, answer.hops(), latency));
    whenDone.accept(answer);
  }
}
