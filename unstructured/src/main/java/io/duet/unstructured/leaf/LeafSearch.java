package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.neighbor.SuperPeerSession;

/**
 * One search of a leaf, with one deadline. A super-peer has half of that time to answer, then the
 * leaf sends the request again, since a message may be lost. A slow super-peer is pinged at once,
 * because it may be dead. If the leaf moves, it sends the request to its new super-peer.
 */
final class LeafSearch implements ReplyHandler<LeafMessage.LeafQueryReply> {
  private static final int ASKED_MAX = 3;

  private final Leaf leaf;
  private final SearchRequest request;
  private final long deadline;
  private final int turn;
  private int asked;
  private boolean done;

  LeafSearch(Leaf leaf, SearchRequest request) {
    this.leaf = leaf;
    this.request = request;
    this.turn = leaf.sessions().nextTurn();
    this.deadline = leaf.host().nowNanos() + leaf.config().deadlineNanos();
  }

  void ask() {
    if (done) {
      return;
    }
    if (leaf.isRetired()) {
      done = true;
      leaf.context().role().search(request); // in the new role of this node
      return;
    }
    Peer superPeer = leaf.superPeer(turn + asked);
    long left = deadline - leaf.host().nowNanos();
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
      leaf.context().after(this::giveUp, left);
    } else {
      giveUp();
    }
  }

  private void askAt(Peer superPeer, long left) {
    asked++;
    if (request.trace() != null) {
      request.trace().learned(superPeer, "super-peer of this leaf");
      request.trace().asked(superPeer, "search", leaf.host().nowNanos());
    }
    leaf.context().after(() -> pingIfOpen(superPeer), leaf.config().pingTimeoutNanos());
    long timeout = Math.min(left, leaf.config().deadlineNanos() / 2);
    leaf.context()
        .requests()
        .send(
            superPeer,
            id -> new LeafMessage.LeafQuery(id, request.criteria(), request.wanted()),
            RetryPolicy.fixed(timeout),
            this);
  }

  /** Pings a super-peer that has not answered within one ping timeout. */
  private void pingIfOpen(Peer superPeer) {
    SuperPeerSession session = leaf.sessions().with(superPeer);
    if (!done && session != null) {
      session.ping();
    }
  }

  @Override
  public void onReply(LeafMessage.LeafQueryReply reply) {
    if (request.trace() != null) {
      String answer = reply.found().count() + " hits at " + reply.hops() + " hops";
      request.trace().endOpen(answer, leaf.host().nowNanos());
    }
    boolean fits = reply.found().answer(request.criteria());
    finish(asked + reply.hops(), fits ? reply.found() : SearchResults.NONE);
  }

  @Override
  public void onFailure() {
    if (request.trace() != null) {
      request.trace().endOpen("timeout", leaf.host().nowNanos());
    }
    ask();
  }

  private void giveUp() {
    leaf.stopWaiting(this);
    finish(asked, SearchResults.UNANSWERED);
  }

  private void finish(int hops, SearchResults results) {
    if (!done) {
      done = true;
      request.whenDone().accept(hops, results);
    }
  }
}
