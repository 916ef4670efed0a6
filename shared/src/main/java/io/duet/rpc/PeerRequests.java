package io.duet.rpc;

import io.duet.node.Host;
import io.duet.node.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A node's requests to its peers, retried by their {@link RetryPolicy} with timeouts from measured
 * round trips. Every attempt has its own id, so a late reply identifies its attempt. It counts as
 * the reply while the request is pending, and always as a measurement.
 */
public final class PeerRequests {
  private final Host host;
  private final PendingRequests pending;
  private final RttEstimator roundTrips = new RttEstimator();

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
    long total = policy.totalNanosMax();
    long end = total == Long.MAX_VALUE ? total : host.nowNanos() + total;
    new Attempt<>(peer, template, policy, handler, 0, end).send();
  }

  /** Passes a reply to the request that it answers; false if there is none. */
  public boolean onReply(Peer from, Reply reply) {
    return pending.onReply(from, reply);
  }

  /**
   * Ends attempts whose deadline has passed; to be called for {@link PendingRequests.Expiry#DUE}.
   */
  public void onTimer() {
    pending.onTimer();
  }

  /** Ends the attempts to this peer. */
  public void onUnreachable(Peer peer) {
    pending.onUnreachable(peer);
  }

  /** The number of pending attempts. */
  public int size() {
    return pending.size();
  }

  /** The mean round trip to a peer in milliseconds; NaN if it was not measured. */
  public float roundTripMs(Peer peer) {
    return roundTrips.meanMs(peer);
  }

  /** One attempt of a request, which starts the next one if there is one. */
  private final class Attempt<R extends Reply> implements ReplyHandler<R> {
    private final Peer peer;
    private final PendingRequests.Template<R> template;
    private final RetryPolicy policy;
    private final ReplyHandler<R> handler;
    private final int number;
    private final long end;
    private final long sentAt = host.nowNanos();
    private @Nullable Attempt<R> next;
    private boolean ended; // true in the last attempt once the handler was called

    Attempt(
        Peer peer,
        PendingRequests.Template<R> template,
        RetryPolicy policy,
        ReplyHandler<R> handler,
        int number,
        long end) {
      this.peer = peer;
      this.template = template;
      this.policy = policy;
      this.handler = handler;
      this.number = number;
      this.end = end;
    }

    void send() {
      long estimate = roundTrips.timeoutNanos(peer, policy.guessNanos());
      long timeout = policy.timeoutNanos(number, estimate, end - sentAt);
      pending.send(peer, template, timeout, this);
    }

    @Override
    public void onReply(R reply) {
      if (policy.measured()) {
        roundTrips.measured(peer, (host.nowNanos() - sentAt) / 1e6f);
      }
      if (endLast()) {
        handler.onReply(reply);
      }
    }

    @Override
    public void onLateReply(R reply) {
      onReply(reply);
    }

    /** Marks the whole request as ended; false if it was already. */
    private boolean endLast() {
      Attempt<R> last = this;
      while (last.next != null) {
        last = last.next;
      }
      boolean first = !last.ended;
      last.ended = true;
      return first;
    }

    @Override
    public void onFailure() {
      if (policy.measured()) {
        roundTrips.failed();
      }
      if (ended) {
        return; // an earlier attempt has had a late reply
      }
      boolean more = number + 1 < policy.attempts() && host.nowNanos() < end;
      if (more && handler.onSilence()) {
        next = new Attempt<>(peer, template, policy, handler, number + 1, end);
        next.send();
      } else {
        ended = true;
        handler.onFailure();
      }
    }
  }
}
