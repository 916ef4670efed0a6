package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.spi.Settings;
import io.duet.unstructured.config.SuperPeerConfig;
import java.util.List;

/** Which role a single node is to take, as the setting {@code role} says. */
public enum RolePreference {
  /** A super-peer when it begins a network, else a leaf. */
  AUTO,
  LEAF,
  SUPER_PEER;

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException with a sentence for people, for anything else
   */
  static RolePreference of(Settings settings) {
    return settings.constant("role", RolePreference.class);
  }

  /** A node in this role that has not started; among equals every node is a super-peer. */
  public UnstructuredNode node(Host host, SuperPeerConfig config, List<PeerAddress> contacts) {
    return isLeaf(config, contacts)
        ? UnstructuredNode.leaf(host, config, contacts)
        : UnstructuredNode.superPeer(host, config, contacts);
  }

  private boolean isLeaf(SuperPeerConfig config, List<PeerAddress> contacts) {
    return this == LEAF || (this == AUTO && config.clusterSize() > 1 && !contacts.isEmpty());
  }
}
