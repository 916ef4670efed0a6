package io.duet.netty;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.wire.MessageRegistry;
import io.duet.wire.TestMessages;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/** Two loops and hosts on loopback, for tests. */
final class NettyWorld implements AutoCloseable {
  final EventLoops loops;
  final BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();

  /** A host and the node that lives there. */
  record Place(NettyHost host, TalkingNode node) {
    Peer peer() {
      return host.self();
    }

    long ask(Place other, long payload) {
      return await(asking(other.peer(), payload));
    }

    CompletableFuture<Long> asking(Peer peer, long payload) {
      return host.call(() -> node.ask(peer, payload)).thenCompose(answer -> answer);
    }
  }

  NettyWorld() {
    this(TestMessages.registry(), EventLoops.Transport.best());
  }

  NettyWorld(MessageRegistry registry, EventLoops.Transport transport) {
    this.loops = new EventLoops(2, registry, transport);
  }

  HostSettings settings() {
    return HostSettings.ofNetwork("test").withListener((node, event) -> events.add(event));
  }

  Place place() {
    return place(settings());
  }

  Place place(HostSettings settings) {
    NettyHost host = await(NettyHost.bind(loops, settings));
    return new Place(host, await(host.start(TalkingNode::new)));
  }

  /** Waits for a future, 20 s at most. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(20, SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("it did not end well", e);
    }
  }

  /** The next refusal that a host reports; waits for it at most 20 s. */
  String nextRefusal() {
    NodeEvent event = TalkingNode.next(events);
    return event instanceof NodeEvent.MessageRefused refused ? refused.reason() : nextRefusal();
  }

  @Override
  public void close() {
    loops.close();
  }
}
