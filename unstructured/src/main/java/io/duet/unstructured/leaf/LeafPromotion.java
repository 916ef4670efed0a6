package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.node.RoleChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Promotes a leaf to a super-peer in three cases: its super-peer requests it; the leaf is an orphan
 * and another orphan joins it; or no super-peer has accepted the orphan for 6 to 12 timeouts.
 *
 * <p>Messages in: Promote, and Join of other orphans; out: PromoteReply.
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

  /** Notes that a super-peer has accepted this leaf. */
  void attached() {
    wasAttached = true;
  }

  boolean wasAttached() {
    return wasAttached;
  }

  /** Notes that this leaf has lost its last super-peer, and draws the time of its promotion. */
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

  /** Becomes a super-peer if this leaf is an orphan and has waited long enough. */
  boolean promoteIfDue() {
    boolean due = isOrphan() && leaf.host().nowNanos() >= dueAt;
    if (due) {
      promote();
    }
    return due;
  }

  private void promote() {
    leaf.context().change(new RoleChange.ToSuperPeer(leaf.known().some(), null, true));
  }

  /** Becomes a super-peer for another orphan; false if this leaf is no orphan. */
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
