package io.duet.experiments.world;

import io.duet.overlay.spi.OverlayNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The layout of hosts in a world: first the nodes, then their virtual nodes, then the overlay's
 * extra nodes.
 */
record HostLayout(int nodes, int companions, int extraNodes) {

  HostLayout(int nodes, OverlayNetwork network) {
    this(nodes, network.companions(), network.extraNodes());
  }

  /** The number of hosts. */
  int hosts() {
    return nodes * (1 + companions) + extraNodes;
  }

  /** The hosts of a node and of its virtual nodes; an extra node has none of these. */
  List<Integer> hostsOf(int node) {
    int members = node < nodes ? companions : 0;
    return IntStream.rangeClosed(0, members).mapToObj(k -> node + k * nodes).toList();
  }

  /** The hosts of the extra nodes. */
  List<Integer> extras() {
    return IntStream.range(hosts() - extraNodes, hosts()).boxed().toList();
  }

  /** All hosts of the first {@code there} nodes, extras last. */
  List<Integer> first(int there) {
    IntStream own = IntStream.range(0, hosts() - extraNodes).filter(host -> host % nodes < there);
    return IntStream.concat(own, IntStream.range(hosts() - extraNodes, hosts())).boxed().toList();
  }

  /** The sums of the hosts' counters by node; extra nodes last. */
  int[] byNode(int[] byHost) {
    long[] sums = byNode(Arrays.stream(byHost).asLongStream().toArray());
    return Arrays.stream(sums).mapToInt(sum -> (int) sum).toArray();
  }

  /** The sums of the hosts' counters by node; extra nodes last. */
  long[] byNode(long[] byHost) {
    long[] sums = new long[nodes + extraNodes];
    for (int host = 0; host < byHost.length; host++) {
      sums[nodeOf(host)] += byHost[host];
    }
    return sums;
  }

  private int nodeOf(int host) {
    boolean extra = host >= hosts() - extraNodes;
    return extra ? host - nodes * companions : host % nodes;
  }
}
