package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.NodeMaker;
import io.duet.overlay.Overlay;
import io.duet.overlay.Setting;
import io.duet.overlay.Settings;
import io.duet.unstructured.SuperPeerConfig.Elect;
import java.util.List;

/** Makes the single nodes of a super-peer network, with the same settings but for capacities. */
record SingleNodes(
    SuperPeerConfig config,
    @Setting(value = "auto", doc = "Role of a node that runs as a process.") RoleWanted role)
    implements NodeMaker {

  /**
   * Reads the settings. A node whose role is given takes no part in elections.
   *
   * @throws IllegalArgumentException with a sentence for people, when they make no sense
   */
  static SingleNodes of(Settings settings) {
    RoleWanted role = RoleWanted.of(settings);
    Elect elect = settings.constant("elect", Elect.class);
    boolean elects = role == RoleWanted.AUTO && elect != Elect.FALSE;
    SingleNodes nodes = new SingleNodes(SuperPeerConfig.of(settings.with("elect", elects)), role);
    if (nodes.role() == RoleWanted.LEAF && nodes.config().leavesMax() == 0) {
      throw new IllegalArgumentException(
          "role is 'leaf', but nobody takes leaves (leavesMax is 0)");
    }
    return nodes;
  }

  @Override
  public void check(List<PeerAddress> contacts) {
    if (role == RoleWanted.LEAF && contacts.isEmpty()) {
      throw new IllegalArgumentException("a leaf needs a contact; name one with --join");
    }
  }

  @Override
  public Overlay make(Host host, List<PeerAddress> contacts) {
    return role.node(host, config.drawn(host.random()), contacts);
  }
}
