package io.duet.store;

import io.duet.node.Key;

/**
 * A content of which a number of copies is to exist, and this node's part in that.
 *
 * @param name the name under which it is shared
 * @param bytes its size
 * @param replicas how many live copies are wanted; {@link #DELIVERED} for one that is only kept
 * @param owner the address of the node whose user placed it; empty if that is this node
 * @param stored whether this node keeps a copy for the owner, which counts in its quota
 */
public record PlacedContent(
    Key id, String name, long bytes, int replicas, String owner, boolean stored) {

  /** The largest number of copies. */
  public static final int REPLICAS_MAX = 8;

  /** The number of replicas of a content that was sent to one peer, which nobody repairs. */
  public static final int DELIVERED = 0;

  /** Whether the user of this node has placed it. */
  public boolean isOwn() {
    return owner.isEmpty();
  }
}
