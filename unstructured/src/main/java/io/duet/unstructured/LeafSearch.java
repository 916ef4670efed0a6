package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.ReplyHandler;
import io.duet.node.Timer;
import io.duet.overlay.Answer;
import java.util.function.Consumer;

/**
 * One search of a leaf, all within one deadline. A super-peer has half of it to answer, then it is
 * asked again: a message may be lost. One that takes long is pinged, because it may be dead and the
 * next regular ping far away; when the leaf moves, the search goes with it.
 */
final class LeafSearch implements ReplyHandler<UnstructuredMessage.LeafAnswer> {
  private static final int ASKED_MAX = 3;

  /** Rings when the deadline of a search that waits has passed. */
  record Late(LeafSearch search) implements Timer {}

  /** Rings when a super-peer has taken long to answer. */
  record Slow(LeafSearch search) implements Timer {}

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
    long left = started + leaf.config().deadlineNanos() - leaf.host().nowNanos();
    if (done) {
      return;
    }
    if (left <= 0 || asked >= ASKED_MAX) {
      giveUp();
    } else if (superPeer == null) {
      awaitSuperPeer(left);
    } else {
      askAt(superPeer, left);
    }
  }

  private void awaitSuperPeer(long left) {
    if (leaf.await(this)) {
      leaf.host().setTimer(new Late(this), left);
    } else {
      giveUp();
    }
  }

  private void askAt(PeerAddress superPeer, long left) {
    asked++;
    leaf.host().setTimer(new Slow(this), leaf.config().pingTimeoutNanos());
    long patience = Math.min(left, leaf.config().deadlineNanos() / 2);
    leaf.pending()
        .send(superPeer, id -> new UnstructuredMessage.LeafSearch(id, key), patience, this);
  }

  void onSlow() {
    if (!done) {
      leaf.ping();
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
    if (!done) {
      leaf.cease(this);
      finish(Answer.failed(asked));
    }
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
