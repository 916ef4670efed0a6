package io.duet.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * The content of {@code cluster.json}.
 *
 * @param overlay the overlay of all nodes, perhaps with a preset
 * @param settings settings of all nodes, as {@code NAME=VALUE}
 * @param throughFirst whether all join through node 1, which itself never joins another
 * @param nodes the nodes, in order of their numbers
 */
record ClusterFile(
    String overlay, List<String> settings, boolean throughFirst, List<ClusterNode> nodes) {
  /** The largest number of nodes. */
  static final int NODES_MAX = 100;

  ClusterFile {
    if (nodes.isEmpty() || nodes.size() > NODES_MAX) {
      throw new IllegalArgumentException("a cluster has 1 to " + NODES_MAX + " nodes");
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).number() != i + 1) {
        throw new IllegalArgumentException("nodes are numbered from 1 on");
      }
    }
    settings = List.copyOf(settings);
    nodes = List.copyOf(nodes);
  }

  /** The same cluster with one node replaced by its new state. */
  ClusterFile with(ClusterNode node) {
    List<ClusterNode> changed = new ArrayList<>(nodes);
    changed.set(node.number() - 1, node);
    return new ClusterFile(overlay, settings, throughFirst, changed);
  }

  /** The node of this number, from 1 to the number of nodes. */
  ClusterNode node(int number) {
    return nodes.get(number - 1);
  }
}
