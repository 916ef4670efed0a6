package io.duet.unstructured;

import io.duet.node.PeerAddress;
import io.duet.node.PendingRequests;
import io.duet.node.ReplyHandler;

/**
 * Pings a peer to find out whether it lives. A peer that does not answer the first ping is
 * suspected, and has twice the time to answer a second one; a peer that answers neither is dead.
 */
final class Probe implements ReplyHandler<UnstructuredMessage.Pong> {

  /** Who wants to know. */
  interface Asker {

    /** The peer has answered. */
    void lives(UnstructuredMessage.Pong pong);

    /** The peer has not answered the first ping; false when it needs no second one. */
    boolean suspects();

    /** The peer has not answered. */
    void ends();
  }

  private final PendingRequests pending;
  private final PeerAddress peer;
  private final long patienceNanos;
  private final Asker asker;
  private boolean again;

  /** A probe that waits so many nanoseconds for the first answer. */
  Probe(PendingRequests pending, PeerAddress peer, long patienceNanos, Asker asker) {
    this.pending = pending;
    this.peer = peer;
    this.patienceNanos = patienceNanos;
    this.asker = asker;
  }

  /** Sends the first ping. */
  void start() {
    ping(patienceNanos);
  }

  private void ping(long nanos) {
    pending.send(peer, UnstructuredMessage.Ping::new, nanos, this);
  }

  @Override
  public void onReply(UnstructuredMessage.Pong pong) {
    asker.lives(pong);
  }

  @Override
  public void onFailure() {
    if (!again && asker.suspects()) {
      again = true;
      ping(2 * patienceNanos);
    } else {
      asker.ends();
    }
  }
}
