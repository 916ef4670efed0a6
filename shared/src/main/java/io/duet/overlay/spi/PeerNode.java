package io.duet.overlay.spi;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.Overlay;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;

/**
 * The base of nodes whose requests share one timeout. The node is the context of its parts: host,
 * settings, requests and lifecycle events.
 */
public abstract class PeerNode<C> implements Overlay {
  private final Host host;
  private final C config;
  private final long timeoutNanos;
  private final PeerRequests requests;
  private final LifecycleEvents lifecycle;

  /** A node that has not started, with its settings and the timeout of its requests. */
  protected PeerNode(Host host, C config, long timeoutNanos) {
    this.host = host;
    this.config = config;
    this.timeoutNanos = timeoutNanos;
    this.requests = new PeerRequests(host);
    this.lifecycle = new LifecycleEvents(host);
  }

  public final Host host() {
    return host;
  }

  public final Peer self() {
    return host.self();
  }

  public final C config() {
    return config;
  }

  public final LifecycleEvents lifecycle() {
    return lifecycle;
  }

  public final void send(Peer to, Message message) {
    host.send(to, message);
  }

  /** Sends a request once. */
  public final <R extends Reply> void ask(
      Peer peer, PendingRequests.Template<R> template, ReplyHandler<R> handler) {
    ask(peer, template, RetryPolicy.once(timeoutNanos), handler);
  }

  /** Sends a request, and once more because a message may be lost, within two timeouts. */
  public final <R extends Reply> void askTwice(
      Peer peer, PendingRequests.Template<R> template, ReplyHandler<R> handler) {
    RetryPolicy policy = RetryPolicy.twice(timeoutNanos).within(2 * timeoutNanos);
    ask(peer, template, policy, handler);
  }

  /** Sends a request up to twice before the peer counts as dead. */
  public final <R extends Reply> void askBeforeDeath(
      Peer peer, PendingRequests.Template<R> template, ReplyHandler<R> handler) {
    ask(peer, template, RetryPolicy.beforeDeath(timeoutNanos), handler);
  }

  /** Sends a request by this policy. */
  public final <R extends Reply> void ask(
      Peer peer,
      PendingRequests.Template<R> template,
      RetryPolicy policy,
      ReplyHandler<R> handler) {
    requests.send(peer, template, policy, handler);
  }

  /** Emits the event of a refused message, unless the reason is empty. */
  public final void refuse(Peer peer, String reason) {
    if (!reason.isEmpty()) {
      host.emit(new NodeEvent.MessageRefused(peer, reason));
    }
  }

  @Override
  public void onMessage(Peer from, Message message) {
    if (!(message instanceof Reply reply)) {
      refuse(from, handle(from, message));
    } else if (!requests.onReply(from, reply)) {
      refuse(from, "reply to no request");
    }
  }

  /** Handles any message but a reply; returns the reason of a refusal, empty if there is none. */
  protected abstract String handle(Peer from, Message message);

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      requests.onTimer();
    }
  }

  @Override
  public void onUnreachable(Peer peer) {
    requests.onUnreachable(peer);
  }
}
