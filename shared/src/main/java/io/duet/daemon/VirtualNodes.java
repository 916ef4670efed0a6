package io.duet.daemon;

import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.node.NodeListener;
import io.duet.node.PeerAddress;
import io.duet.node.Traffic;
import io.duet.overlay.spi.NodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The virtual nodes of a node: further members in the same process, each with a port of its own,
 * which join through the node.
 */
final class VirtualNodes {
  private final List<NettyHost> hosts = new ArrayList<>();

  /**
   * Listens on one free port per virtual node.
   *
   * @param like the settings of the node itself
   * @throws java.util.concurrent.CompletionException if a port cannot be opened
   */
  VirtualNodes(
      EventLoops loops, HostSettings like, PeerAddress node, int count, NodeListener watch) {
    PeerAddress anyPort = new PeerAddress(node.high(), node.low(), 0);
    for (int i = 0; i < count; i++) {
      HostSettings settings = like.withBind(anyPort).withListener(watch);
      hosts.add(NettyHost.bind(loops, settings).join());
    }
  }

  /** Starts all virtual nodes; to be called once the node has joined. */
  void start(NodeFactory maker, PeerAddress node) {
    hosts.forEach(host -> host.start(h -> maker.make(h, List.of(node))));
  }

  /** Their addresses. */
  List<PeerAddress> addresses() {
    return hosts.stream().map(NettyHost::self).toList();
  }

  /** Their traffic. */
  List<Traffic> traffic() {
    return hosts.stream().map(NettyHost::traffic).toList();
  }

  /** Makes them leave gracefully. */
  CompletableFuture<Void> close() {
    return CompletableFuture.allOf(
        hosts.stream().map(NettyHost::close).toArray(CompletableFuture[]::new));
  }
}
