package io.duet.daemon;

import io.duet.netty.NettyHost;
import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongBiFunction;

/** The messages and bytes of a node and of the virtual nodes beside it. */
final class NodeTraffic {
  private final NettyHost host;
  private final List<NettyHost> virtualNodes;

  NodeTraffic(NettyHost host, List<NettyHost> virtualNodes) {
    this.host = host;
    this.virtualNodes = virtualNodes;
  }

  /** The counters of all of them. */
  List<Traffic> all() {
    List<Traffic> all = new ArrayList<>();
    virtualNodes.forEach(each -> all.add(each.traffic()));
    all.add(host.traffic());
    return all;
  }

  /** The sums since the node began. */
  Status.Facts facts() {
    return Status.Facts.of("traffic")
        .with("connections", host.connections())
        .with("messages sent", sum(Traffic::messagesSent))
        .with("messages received", sum(Traffic::messagesReceived))
        .with("bytes sent", sum(Traffic::bytesSent))
        .with("bytes received", sum(Traffic::bytesReceived));
  }

  private long sum(ToLongBiFunction<Traffic, TrafficClass> count) {
    return TrafficClass.all().stream()
        .flatMapToLong(type -> all().stream().mapToLong(t -> count.applyAsLong(t, type)))
        .sum();
  }
}
