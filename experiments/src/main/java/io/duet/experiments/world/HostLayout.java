package io.duet.experiments.world;

import io.duet.overlay.OverlayNetwork;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which hosts of a world belong together: a node and its companions, the nodes first, then their
 * companions, then the overlay's extra nodes.
 */
record HostLayout(int nodes, int companions, int extraNodes) {

  HostLayout(int nodes, OverlayNetwork network) {
    this(nodes, network.companions(), network.extraNodes());
  }

  /** How many hosts there are. */
  int hosts() {
    return nodes * (1 + companions) + extraNodes;
  }

  /** The host of a node and those of its companions; an extra node has none. */
  List<Integer> hostsOf(int node) {
    int members = node < nodes ? companions : 0;
    return IntStream.rangeClosed(0, members).mapToObj(k -> node + k * nodes).toList();
  }

  /** The extra nodes' hosts. */
  List<Integer> extras() {
    return IntStream.range(hosts() - extraNodes, hosts()).boxed().toList();
  }

  /** All hosts of the first so many nodes, extras last. */
  List<Integer> first(int there) {
    IntStream own = IntStream.range(0, hosts() - extraNodes).filter(host -> host % nodes < there);
    return IntStream.concat(own, IntStream.range(hosts() - extraNodes, hosts())).boxed().toList();
  }

  /** Sums up what each host counts, by node; extra nodes last. */
  int[] byNode(int[] byHost) {
    int[] sums = new int[nodes + extraNodes];
    for (int host = 0; host < byHost.length; host++) {
      sums[nodeOf(host)] += byHost[host];
    }
    return sums;
  }

  /** Sums up what each host counts, by node; extra nodes last. */
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
