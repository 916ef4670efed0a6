package io.duet.unstructured.node;

import io.duet.node.PeerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A role's decision that its node plays another role from now on. */
public sealed interface RoleChange {

  /**
   * The node becomes a super-peer.
   *
   * @param contacts nodes to which it may link
   * @param partner the super-peer whose leaves it shares; null when it has leaves of its own
   * @param alone whether it takes part even if it is linked to nobody
   */
  record ToSuperPeer(List<PeerAddress> contacts, @Nullable PeerAddress partner, boolean alone)
      implements RoleChange {}

  /** The node becomes a leaf of one of these super-peers, or of others that they name. */
  record ToLeaf(List<PeerAddress> superPeers) implements RoleChange {}
}
