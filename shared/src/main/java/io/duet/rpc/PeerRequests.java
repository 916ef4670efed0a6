package io.duet.rpc;

import io.duet.node.Host;
import io.duet.node.Peer;

/**
 * A node's requests to its peers, retried by their {@link RetryPolicy} with timeouts from measured
 * round trips. Every attempt has its own id, so a late reply identifies its attempt. It counts as
 * the reply while the request is pending, and always as a measurement.
 */
public final class PeerRequests {
  private final Host host;
  private final PendingRequests pending;

  /** No requests yet, for the node on this host. */
  public PeerRequests(Host host) {
    this.host = host;
    this.pending = new PendingRequests(host);
  }

  /**
   * Sends a request; its handler is called once, with the first reply or after the last attempt.
   */
  public <R extends Reply> void send(
      Peer peer,
      PendingRequests.Template<R> template,
      RetryPolicy policy,
      ReplyHandler<R> handler) {
    send(peer, template, policy, handler, Long.MAX_VALUE);
  }

  /** Sends a request whose attempts end after {@code nanosMax} in all, or earlier. */
  public <R extends Reply> void send(
      Peer peer,
      PendingRequests.Template<R> template,
      RetryPolicy policy,
      ReplyHandler<R> handler,
      long nanosMax) {
    long total = Math.max(0, Math.min(policy.totalNanosMax(), nanosMax));
    if (policy.attempts() == 1) { // without an object for further attempts
      long timeout = timeoutNanos(peer, policy, 0, total);
      pending.send(peer, template, timeout, policy.measured(), handler);
    } else {
      long end = total == Long.MAX_VALUE ? total : host.nowNanos() + total;
      new Call<>(peer, template, policy, handler, end).attempt();
    }
  }

  private long timeoutNanos(Peer peer, RetryPolicy policy, int attempt, long leftNanos) {
    long estimate = pending.roundTrips.timeoutNanos(peer, policy.guessNanos());
    return policy.timeoutNanos(attempt, estimate, leftNanos);
  }

  /** Passes a reply to the request that it answers; false if there is none. */
  public boolean onReply(Peer from, Reply reply) {
    return pending.onReply(from, reply);
  }

  /** Fails attempts after their deadline; to be called for {@link PendingRequests.Expiry#DUE}. */
  public void onTimer() {
    pending.onTimer();
  }

  /** Fails the pending attempts to this peer; late replies to earlier ones are still accepted. */
  public void onUnreachable(Peer peer) {
    pending.onUnreachable(peer);
  }

  /** The number of pending attempts. */
  public int size() {
    return pending.size();
  }

  /** The mean round trip to a peer in milliseconds; NaN if it was not measured. */
  public float roundTripMs(Peer peer) {
    return pending.roundTrips.meanMs(peer);
  }

  /** A request with several attempts, the handler of each. */
  final class Call<R extends Reply> implements ReplyHandler<R> {
    private final Peer peer;
    private final PendingRequests.Template<R> template;
    private final RetryPolicy policy;
    private final ReplyHandler<R> handler;
    private final long end;
    private int attempts; // so far
    private boolean ended; // once the handler was called

    Call(
        Peer peer,
        PendingRequests.Template<R> template,
        RetryPolicy policy,
        ReplyHandler<R> handler,
        long end) {
      this.peer = peer;
      this.template = template;
      this.policy = policy;
      this.handler = handler;
      this.end = end;
    }

    void attempt() {
      long timeout = timeoutNanos(peer, policy, attempts++, end - host.nowNanos());
      pending.send(peer, template, timeout, policy.measured(), this);
    }

    @Override
    public void onReply(R reply) {
      if (!ended) {
        ended = true;
        handler.onReply(reply);
      }
    }

    /** The latest attempt has failed; an earlier one may have had a late reply. */
    @Override
    public void onFailure() {
      if (ended) {
        return;
      }
      if (attempts < policy.attempts() && host.nowNanos() < end && handler.onSilence()) {
        attempt();
      } else {
        ended = true;
        handler.onFailure();
      }
    }
  }
}
