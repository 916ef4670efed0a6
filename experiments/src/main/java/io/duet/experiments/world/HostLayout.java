package io.duet.experiments.world;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The layout of hosts in a world: first the nodes, then their virtual nodes, then the overlay's
 * extra nodes.
 */
record HostLayout(int nodes, int companions, int extraNodes) {

  /** The number of hosts. */
  int hosts() {
    return nodes * (1 + companions) + extraNodes;
  }

  /** The hosts of a node and of its virtual nodes; an extra node has none of these. */
  List<Integer> hostsOf(int node) {
    int members = node < nodes ? companions : 0;
    return IntStream.rangeClosed(0, members).mapToObj(k -> node + k * nodes).toList();
  }

  /** All hosts of the first {@code initial} nodes, extras last. */
  List<Integer> first(int initial) {
    int extras = hosts() - extraNodes;
    return IntStream.range(0, hosts())
        .filter(host -> host >= extras || host % nodes < initial)
        .boxed()
        .toList();
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
