package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.node.RoleChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Promotes a leaf to a super-peer: when its super-peer asks it to; when it has lost all super-peers
 * and another orphan joins it; or when no super-peer has accepted it for long.
 *
 * <p>Messages in: Promote, and Join of other orphans; out: Promoted.
 */
final class LeafPromotion {
  private static final int TIMEOUTS_MIN = 6;
  private static final int TIMEOUTS_SPREAD = 6;

  private final Leaf leaf;
  private final boolean willing;
  private boolean wasAttached;
  private long dueAt;

  LeafPromotion(Leaf leaf) {
    this.leaf = leaf;
    this.willing = leaf.config().elects();
  }

  /** Notes that this leaf has a super-peer. */
  void attached() {
    wasAttached = true;
  }

  boolean wasAttached() {
    return wasAttached;
  }

  /** Notes that this leaf has lost its last super-peer. */
  void orphaned() {
    long timeout = leaf.config().pingTimeoutNanos();
    dueAt =
        leaf.host().nowNanos()
            + TIMEOUTS_MIN * timeout
            + leaf.host().random().nextLong(TIMEOUTS_SPREAD * timeout);
  }

  private boolean isOrphan() {
    return willing && wasAttached && !leaf.isJoined();
  }

  /** Whether this leaf has looked for a super-peer in vain for so long that it becomes one. */
  boolean isDue() {
    return isOrphan() && leaf.host().nowNanos() >= dueAt;
  }

  void promote() {
    leaf.context().change(new RoleChange.ToSuperPeer(leaf.known().some(), null, true));
  }

  /** Becomes a super-peer for another orphan; false when it is none itself. */
  boolean onJoin(Peer from, LeafMessage.Join join) {
    if (isOrphan()) {
      promote();
      leaf.context().role().onMessage(from, join);
      return true;
    }
    return false;
  }

  void onPromote(Peer from, LeafMessage.Promote promote) {
    boolean accepted = willing && leaf.isAttachedTo(from);
    leaf.context().send(from, new LeafMessage.PromoteReply(promote.requestId(), accepted));
    if (accepted) {
      List<Peer> contacts = new ArrayList<>(leaf.known().some());
      contacts.remove(from);
      contacts.add(0, from);
      @Nullable Peer partner = promote.asPartner() ? from : null;
      leaf.context().change(new RoleChange.ToSuperPeer(contacts, partner, false));
    }
  }
}
