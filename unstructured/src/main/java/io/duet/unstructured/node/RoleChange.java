package io.duet.unstructured.node;

import io.duet.node.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A role's decision that its node changes to another role. */
public sealed interface RoleChange {

  /**
   * The node becomes a super-peer.
   *
   * @param contacts peers to which it may link
   * @param partner the super-peer whose leaves it shares; null if it starts without leaves
   * @param alone whether it counts as joined even without a link
   */
  record ToSuperPeer(List<Peer> contacts, @Nullable Peer partner, boolean alone)
      implements RoleChange {}

  /** The node becomes a leaf of one of these super-peers, or of one that they name. */
  record ToLeaf(List<Peer> superPeers) implements RoleChange {}
}
