package io.duet.unstructured.neighbor;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Ping: in each period a node asks its super-peers, or its neighbors, whether they live. A peer
 * that does not answer the first ping is suspected, and has twice the time to answer a second one;
 * a peer that answers neither is dead.
 */
final class PingProbe {
  private PingProbe() {}

  /**
   * Sends the first ping.
   *
   * @param onSuspicion called after the first timeout; returns whether to send the second ping
   * @param onDeath called if no pong arrives
   */
  static void start(
      NodeContext context,
      Peer peer,
      Consumer<UnstructuredMessage.Pong> onPong,
      BooleanSupplier onSuspicion,
      Runnable onDeath) {
    RetryPolicy policy = RetryPolicy.beforeDeath(context.config().pingTimeoutNanos()).growing(2);
    ReplyHandler<UnstructuredMessage.Pong> handler = ReplyHandler.of(onPong, onDeath, onSuspicion);
    context.requests().send(peer, UnstructuredMessage.Ping::new, policy, handler);
  }
}
