package io.duet.unstructured.neighbor;

import io.duet.node.PeerAddress;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.UnstructuredMessage;

/**
 * Pings a peer to find out whether it lives. A peer that does not answer the first ping is
 * suspected, and has twice the time to answer a second one; a peer that answers neither is dead.
 */
final class PingProbe implements ReplyHandler<UnstructuredMessage.Pong> {

  /** Who wants to know. */
  interface Asker {

    /** The peer has answered. */
    void lives(UnstructuredMessage.Pong pong);

    /** The peer has not answered the first ping; false when it needs no second one. */
    boolean suspects();

    /** The peer has not answered. */
    void ends();
  }

  private final PeerRequests requests;
  private final PeerAddress peer;
  private final long patienceNanos;
  private final Asker asker;

  /** A probe that waits so many nanoseconds for the first answer. */
  PingProbe(PeerRequests requests, PeerAddress peer, long patienceNanos, Asker asker) {
    this.requests = requests;
    this.peer = peer;
    this.patienceNanos = patienceNanos;
    this.asker = asker;
  }

  /** Sends the first ping. */
  void start() {
    RetryPolicy policy = RetryPolicy.beforeDeath(patienceNanos).growing(2);
    requests.send(peer, UnstructuredMessage.Ping::new, policy, this);
  }

  @Override
  public void onReply(UnstructuredMessage.Pong pong) {
    asker.lives(pong);
  }

  @Override
  public boolean onSilence() {
    return asker.suspects();
  }

  @Override
  public void onFailure() {
    asker.ends();
  }
}
