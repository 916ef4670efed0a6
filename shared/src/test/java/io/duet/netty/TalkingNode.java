package io.duet.netty;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Told;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A node that answers every {@link Ask}, sends an {@link Ask} when a test calls for it, and records
 * all events.
 */
final class TalkingNode implements Node {
  /** An {@link Ask} with this payload makes it throw. */
  static final long POISON = Long.MIN_VALUE;

  static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

  final Host host;
  final PeerRequests pending;
  final BlockingQueue<Peer> unreachable = new LinkedBlockingQueue<>();
  final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  final BlockingQueue<Timer> timers = new LinkedBlockingQueue<>();
  final CompletableFuture<Boolean> stopped = new CompletableFuture<>();
  private boolean inCall;
  boolean reentered;

  TalkingNode(Host host) {
    this.host = host;
    this.pending = new PeerRequests(host);
  }

  /** Sends a request; the future completes with the reply's payload, or fails. */
  CompletableFuture<Long> ask(Peer peer, long payload) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    pending.send(
        peer,
        id -> new Ask(id & Integer.MAX_VALUE, payload),
        RetryPolicy.fixed(TIMEOUT_NANOS),
        ReplyHandler.<Told>of(
            reply -> answer.complete(reply.payload()),
            () -> answer.completeExceptionally(new IllegalStateException("no answer"))));
    return answer;
  }

  /** Takes the next thing of a queue; waits 20 s for it at most. */
  static <T> T next(BlockingQueue<T> queue) {
    try {
      T thing = queue.poll(20, TimeUnit.SECONDS);
      if (thing == null) {
        throw new AssertionError("nothing came within 20 s");
      }
      return thing;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void onMessage(Peer from, Message message) {
    enter();
    received.add(message);
    if (message instanceof Ask ask) {
      if (ask.payload() == POISON) {
        inCall = false;
        throw new IllegalStateException("poisoned, as the test wants it");
      }
      host.send(from, new Told(ask.requestId(), ask.payload()));
    } else if (message instanceof Reply reply) {
      pending.onReply(from, reply);
    }
    inCall = false;
  }

  @Override
  public void onTimer(Timer timer) {
    enter();
    timers.add(timer);
    if (timer == PendingRequests.Expiry.DUE) {
      pending.onTimer();
    }
    inCall = false;
  }

  @Override
  public void onUnreachable(Peer peer) {
    enter();
    pending.onUnreachable(peer);
    unreachable.add(peer);
    inCall = false;
  }

  @Override
  public void stop() {
    stopped.complete(true);
  }

  private void enter() {
    reentered |= inCall;
    inCall = true;
  }
}
