package io.duet.unstructured;

import io.duet.node.PeerAddress;
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
 * Who is linked to whom in a network that is put together at once: each cluster to some that come
 * before it, or as a topology says, or as the nodes' own contacts name each other.
 */
record ClusterLinks(SuperPeerConfig config, @Nullable Topology topology, RandomGenerator random) {
  private static final int TRIES_PER_LINK = 16;

  /** Links clusters, each of which is a super-peer or partners. */
  void link(List<List<SuperPeer>> clusters) {
    if (config.preset().namedLinks()) {
      linkAsNamed(clusters);
    } else if (topology == null) {
      for (int i = 0; i < clusters.size(); i++) {
        link(clusters.get(i), clusters.subList(0, i));
      }
    } else {
      graph(topology, clusters)
          .forEachLink((one, other) -> follow(clusters.get(one), clusters.get(other)));
    }
  }

  /** A graph that minds the capacities of clusters, where they have been drawn. */
  private Graph graph(Topology shape, List<List<SuperPeer>> clusters) {
    return config.load().capacities().differ()
        ? shape.graph(clusters.stream().mapToInt(ClusterLinks::capacity).toArray(), random)
        : shape.graph(clusters.size(), random);
  }

  /** Partners are linked alike, so they count together. */
  private static int capacity(List<SuperPeer> cluster) {
    return cluster.stream().mapToInt(SuperPeer::capacity).sum();
  }

  private static void linkAsNamed(List<List<SuperPeer>> clusters) {
    Map<PeerAddress, NeighborTable> links = new LinkedHashMap<>();
    clusters.forEach(cluster -> cluster.forEach(peer -> links.put(peer.self(), peer.links())));
    for (NeighborTable namer : links.values()) {
      for (PeerAddress named : namer.unlinkedContacts()) {
        NeighborTable other = links.get(named);
        if (other != null) {
          NeighborTable.assemble(namer, other, true);
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

  /** Links all of a cluster with all of some earlier ones. */
  private void link(List<SuperPeer> newcomers, List<List<SuperPeer>> earlier) {
    int missing = Math.min(config.ownLinks() * config.redundancy(), earlier.size());
    for (int tries = missing * TRIES_PER_LINK; missing > 0 && tries > 0; tries--) {
      List<SuperPeer> others = earlier.get(random.nextInt(earlier.size()));
      SuperPeer chooser = newcomers.get(missing % newcomers.size());
      if (NeighborTable.assemble(chooser.links(), others.get(0).links(), true)) {
        linkAll(newcomers, others);
        missing--;
      }
    }
  }

  private static void linkAll(List<SuperPeer> some, List<SuperPeer> others) {
    for (SuperPeer one : some) {
      others.forEach(other -> NeighborTable.assemble(one.links(), other.links(), false));
    }
  }
}
