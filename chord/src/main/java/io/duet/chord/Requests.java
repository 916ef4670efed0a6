package io.duet.chord;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;

/** A member's requests under way, each awaited for as long as round trips suggest. */
final class Requests {
  private final Host host;
  private final PendingRequests pending;
  private final RoundTrips roundTrips = new RoundTrips();

  Requests(Host host) {
    this.host = host;
    this.pending = new PendingRequests(host);
  }

  /**
   * Sends a request.
   *
   * @param firstNanos how long to wait before round trips have been measured
   * @param nanosMax how long to wait at most
   */
  <R extends Reply> void send(
      PeerAddress peer,
      PendingRequests.Template<R> template,
      ReplyHandler<R> handler,
      long firstNanos,
      long nanosMax) {
    long timeout = Math.min(nanosMax, roundTrips.timeoutNanos(peer, firstNanos));
    pending.send(peer, template, timeout, roundTrips.timing(peer, handler, host));
  }

  /** Sends a request whose reply tells nothing of the way there, because others are asked too. */
  <R extends Reply> void sendPatiently(
      PeerAddress peer,
      PendingRequests.Template<R> template,
      ReplyHandler<R> handler,
      long timeoutNanos) {
    pending.send(peer, template, timeoutNanos, handler);
  }

  /** Hands a reply to the request that it answers; false when there is none. */
  boolean onReply(PeerAddress from, Reply reply) {
    return pending.onReply(from, reply);
  }

  /** Fails those whose time is over. */
  void onTimer() {
    pending.onTimer();
  }

  /** Fails those to this peer. */
  void onUnreachable(PeerAddress peer) {
    pending.onUnreachable(peer);
  }

  /** How many are under way. */
  int size() {
    return pending.size();
  }

  /** The mean round trip to a peer in milliseconds; not a number when it was not measured. */
  float roundTripMs(PeerAddress peer) {
    return roundTrips.meanMs(peer);
  }
}
