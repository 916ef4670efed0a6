package io.duet.unstructured;

import io.duet.node.Peer;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.superpeer.SuperPeer;
import io.duet.unstructured.topology.Graph;
import io.duet.unstructured.topology.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Links the super-peers of an assembled network: each cluster to some earlier ones, or by a
 * topology, or by the contacts of the nodes.
 */
record ClusterLinks(SuperPeerConfig config, @Nullable Topology topology, RandomGenerator random) {
  private static final int TRIES_PER_LINK = 16;

  /** Links clusters; each is a super-peer or several partners. */
  void link(List<List<SuperPeer>> clusters) {
    if (config.preset().namedLinks()) {
      linkContacts(clusters);
    } else if (topology == null) {
      for (int i = 0; i < clusters.size(); i++) {
        link(clusters.get(i), clusters.subList(0, i));
      }
    } else {
      graph(topology, clusters)
          .forEachLink((one, other) -> follow(clusters.get(one), clusters.get(other)));
    }
  }

  /** A graph of the clusters, which depends on their capacities where these differ. */
  private Graph graph(Topology shape, List<List<SuperPeer>> clusters) {
    return config.load().capacities().differ()
        ? shape.graph(clusters.stream().mapToInt(ClusterLinks::capacity).toArray(), random)
        : shape.graph(clusters.size(), random);
  }

  /** The total of the partners, which have the same links. */
  private static int capacity(List<SuperPeer> cluster) {
    return cluster.stream().mapToInt(SuperPeer::capacity).sum();
  }

  private static void linkContacts(List<List<SuperPeer>> clusters) {
    Map<Peer, SuperPeer> all = new LinkedHashMap<>();
    clusters.forEach(cluster -> cluster.forEach(peer -> all.put(peer.self(), peer)));
    for (SuperPeer maker : all.values()) {
      for (Peer contact : maker.links().unlinkedContacts()) {
        SuperPeer other = all.get(contact);
        if (other != null) {
          assemble(maker, other, true);
        }
      }
    }
  }

  private static void follow(List<SuperPeer> some, List<SuperPeer> others) {
    for (SuperPeer one : some) {
      for (SuperPeer other : others) {
        boolean first = one == some.get(0) && other == others.get(0);
        NeighborTable.follow(one.links(), other.links(), first);
      }
    }
  }

  /** Links a new cluster with some random earlier ones. */
  private void link(List<SuperPeer> newcomers, List<List<SuperPeer>> earlier) {
    int missing = Math.min(config.ownLinks() * config.redundancy(), earlier.size());
    for (int tries = missing * TRIES_PER_LINK; missing > 0 && tries > 0; tries--) {
      List<SuperPeer> others = earlier.get(random.nextInt(earlier.size()));
      SuperPeer chooser = newcomers.get(missing % newcomers.size());
      if (assemble(chooser, others.get(0), true)) {
        newcomers.forEach(one -> others.forEach(other -> assemble(one, other, false)));
        missing--;
      }
    }
  }

  private static boolean assemble(SuperPeer maker, SuperPeer other, boolean chosen) {
    return NeighborTable.assemble(maker.links(), other.links(), chosen);
  }
}
