package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.Setting;
import io.duet.overlay.spi.Settings;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.config.SuperPeerConfig.Elect;
import java.util.List;

/** Creates nodes that run as processes, with equal settings except for drawn capacities. */
public record SuperPeerNodeFactory(
    SuperPeerConfig config,
    @Setting(value = "auto", doc = "Role of a node that runs as a process.")
        SuperPeerNodeFactory.RolePreference role)
    implements NodeFactory {

  /** The role of a node that runs as a process, from the setting {@code role}. */
  public enum RolePreference {
    /** A super-peer if it starts a network or clusters have no leaves, otherwise a leaf. */
    AUTO,
    LEAF,
    SUPER_PEER
  }

  /**
   * Reads the settings. A node with a fixed role takes no part in elections.
   *
   * @throws IllegalArgumentException with a message for the user, if a setting is invalid
   */
  public static SuperPeerNodeFactory of(Settings settings) {
    RolePreference role = settings.constant("role", RolePreference.class);
    Elect elect = settings.constant("elect", Elect.class);
    boolean elects = role == RolePreference.AUTO && elect != Elect.FALSE;
    SuperPeerNodeFactory nodes =
        new SuperPeerNodeFactory(SuperPeerConfig.of(settings.with("elect", elects)), role);
    if (nodes.role() == RolePreference.LEAF && nodes.config().leavesMax() == 0) {
      throw new IllegalArgumentException(
          "role is 'leaf', but no super-peer accepts leaves (leavesMax is 0)");
    }
    return nodes;
  }

  @Override
  public void check(List<Peer> contacts) {
    if (role == RolePreference.LEAF && contacts.isEmpty()) {
      throw new IllegalArgumentException("a leaf needs a contact; name one with --join");
    }
  }

  @Override
  public Overlay make(Host host, List<Peer> contacts) {
    SuperPeerConfig drawn = config.drawn(host.random());
    boolean joins = role == RolePreference.AUTO && config.clusterSize() > 1 && !contacts.isEmpty();
    return role == RolePreference.LEAF || joins
        ? UnstructuredNode.leaf(host, drawn, contacts)
        : UnstructuredNode.superPeer(host, drawn, contacts);
  }
}
