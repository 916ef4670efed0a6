package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.unstructured.config.SuperPeerConfig;
import java.util.List;

/** The role of a node that runs as a process, from the setting {@code role}. */
public enum RolePreference {
  /** A super-peer if it starts a network, otherwise a leaf. */
  AUTO,
  LEAF,
  SUPER_PEER;

  /** Creates a node in this role; without leaves in the settings, AUTO gives a super-peer. */
  public UnstructuredNode node(Host host, SuperPeerConfig config, List<Peer> contacts) {
    return isLeaf(config, contacts)
        ? UnstructuredNode.leaf(host, config, contacts)
        : UnstructuredNode.superPeer(host, config, contacts);
  }

  private boolean isLeaf(SuperPeerConfig config, List<Peer> contacts) {
    return this == LEAF || (this == AUTO && config.clusterSize() > 1 && !contacts.isEmpty());
  }
}
