package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchCallback;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.neighbor.SuperPeerSession;

/**
 * One search of a leaf, all within one deadline. A super-peer has half of it to answer, then it is
 * asked again: a message may be lost. One that takes long is pinged, because it may be dead and the
 * next regular ping far away; when the leaf moves, the search goes with it.
 */
final class LeafSearch implements ReplyHandler<LeafMessage.LeafQueryReply> {
  private static final int ASKED_MAX = 3;

  /** Rings when the deadline of a search that waits has passed. */
  record Late(LeafSearch search) implements Timer {}

  /** Rings when a super-peer has taken long to answer. */
  record Slow(LeafSearch search, Peer asked) implements Timer {}

  private final Leaf leaf;
  private final SearchCriteria question;
  private final int wanted;
  private final SearchCallback whenDone;
  private final long deadline;
  private final int turn;
  private int asked;
  private boolean done;

  LeafSearch(Leaf leaf, SearchCriteria question, int wanted, SearchCallback whenDone) {
    this.leaf = leaf;
    this.question = question;
    this.wanted = wanted;
    this.whenDone = whenDone;
    this.turn = leaf.sessions().nextTurn();
    this.deadline = leaf.host().nowNanos() + leaf.config().deadlineNanos();
  }

  void ask() {
    if (leaf.isRetired()) {
      askAnew();
      return;
    }
    Peer superPeer = leaf.superPeer(turn + asked);
    long left = deadline - leaf.host().nowNanos();
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

  /** The node plays another role now, in which it asks itself. */
  private void askAnew() {
    if (!done) {
      done = true;
      leaf.context().role().search(question, wanted, whenDone);
    }
  }

  private void awaitSuperPeer(long left) {
    if (leaf.await(this)) {
      leaf.host().setTimer(new Late(this), left);
    } else {
      giveUp();
    }
  }

  private void askAt(Peer superPeer, long left) {
    asked++;
    leaf.host().setTimer(new Slow(this, superPeer), leaf.config().pingTimeoutNanos());
    long patience = Math.min(left, leaf.config().deadlineNanos() / 2);
    leaf.requests()
        .send(
            superPeer,
            id -> new LeafMessage.LeafQuery(id, question, wanted),
            RetryPolicy.fixed(patience),
            this);
  }

  void onSlow(Peer superPeer) {
    SuperPeerSession session = leaf.sessions().with(superPeer);
    if (!done && session != null) {
      session.ping();
    }
  }

  @Override
  public void onReply(LeafMessage.LeafQueryReply reply) {
    finish(
        asked + reply.hops(), reply.found().answer(question) ? reply.found() : SearchResults.NONE);
  }

  @Override
  public void onFailure() {
    ask();
  }

  void giveUp() {
    leaf.cease(this);
    finish(asked, SearchResults.UNANSWERED);
  }

  private void finish(int hops, SearchResults found) {
    if (!done) {
      done = true;
      whenDone.accept(hops, found);
    }
  }
}
