package io.duet.process;

import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.node.NodeListener;
import io.duet.node.PeerAddress;
import io.duet.node.Traffic;
import io.duet.overlay.NodeMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The further members that a node with virtual nodes is: each listens on a port of its own beside
 * the node's, and joins through it.
 */
final class Companions {
  private final List<NettyHost> hosts = new ArrayList<>();

  /**
   * Listens on as many free ports as there are companions.
   *
   * @param like the settings of the node itself
   * @throws java.util.concurrent.CompletionException when a port cannot be had
   */
  Companions(EventLoops loops, HostSettings like, PeerAddress node, int count, NodeListener watch) {
    PeerAddress anyPort = new PeerAddress(node.high(), node.low(), 0);
    for (int i = 0; i < count; i++) {
      HostSettings settings = like.withBind(anyPort).withListener(watch);
      hosts.add(NettyHost.bind(loops, settings).join());
    }
  }

  /** Starts them all; the node has joined by now. */
  void start(NodeMaker maker, PeerAddress node) {
    hosts.forEach(host -> host.start(h -> maker.make(h, List.of(node))));
  }

  /** Where peers reach them. */
  List<PeerAddress> addresses() {
    return hosts.stream().map(NettyHost::self).toList();
  }

  /** What they send and receive. */
  List<Traffic> traffic() {
    return hosts.stream().map(NettyHost::traffic).toList();
  }

  /** Lets them leave gracefully. */
  CompletableFuture<Void> close() {
    return CompletableFuture.allOf(
        hosts.stream().map(NettyHost::close).toArray(CompletableFuture[]::new));
  }
}
