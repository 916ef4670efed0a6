package io.duet.unstructured.leaf;

import io.duet.node.PeerAddress;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.IndexUpdater;
import io.duet.unstructured.neighbor.SuperPeerSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers a leaf at a super-peer and, where super-peers are redundant, at the partner of the
 * first one. A leaf changes its super-peer when it is told to, or when it finds no room there.
 *
 * <p>Message in: Move. Invariant: one attempt to join at a time.
 */
final class Registration {
  private final Leaf leaf;
  private final SuperPeerSessions attachments;
  private final AdmissionBackoff refusals;
  private @Nullable JoinAttempt joining;
  private @Nullable PeerAddress movingFrom;

  Registration(Leaf leaf) {
    this.leaf = leaf;
    this.attachments = leaf.attachments();
    this.refusals = leaf.refusals();
  }

  /** Looks for a super-peer, unless the leaf has one or is looking already. */
  void join() {
    if (joining != null || !attachments.isEmpty() || leaf.known().size() == 0) {
      return;
    }
    if (leaf.standing().isDue()) {
      leaf.standing().stand();
    } else {
      joining = new JoinAttempt(leaf, this);
      joining.begin();
    }
  }

  /** Registers also with the partner of the first super-peer, and with no others. */
  void joinPartner(PeerAddress of, List<PeerAddress> partners) {
    boolean isFirst = !attachments.isEmpty() && attachments.list().get(0).superPeer().equals(of);
    boolean wanted = isFirst && leaf.config().redundancy() > 1;
    List<PeerAddress> missing = refusals.without(partners);
    if (wanted && joining == null && !missing.isEmpty() && !leaf.isAttachedTo(missing.get(0))) {
      insist(missing.get(0));
    }
  }

  private void insist(PeerAddress superPeer) {
    joining = new JoinAttempt(leaf, this);
    joining.insist(superPeer);
  }

  /** A super-peer has taken the leaf, and shares it with these partners. */
  void attached(PeerAddress superPeer, List<PeerAddress> partners) {
    joining = null;
    SuperPeerSession attachment = leaf.attachment(superPeer);
    attachments.list().add(movingFrom == null ? attachments.list().size() : 0, attachment);
    movingFrom = null;
    attachment.registerAll();
    leaf.onAttached();
    trim(attachment);
    joinPartner(superPeer, partners);
  }

  /** Leaves those that are no partners any more. */
  private void trim(SuperPeerSession newest) {
    for (PeerAddress left : attachments.trim(leaf.config().redundancy(), newest)) {
      leaf.host().send(left, new UnstructuredMessage.Leave());
    }
  }

  void onMove(PeerAddress from, LeafMessage.Redirect move) {
    if (!leaf.isAttachedTo(from)) {
      leaf.context().refuse(from, "move by a stranger");
    } else if (joining == null && !leaf.isAttachedTo(move.to())) {
      move(from, move.to());
    }
  }

  private void move(PeerAddress from, PeerAddress to) {
    movingFrom = from;
    insist(to);
  }

  /** Moves from a super-peer that has no room for what the leaf offers to one that may have. */
  void moveAwayFrom(PeerAddress full) {
    if (joining != null || refusals.contains(full)) {
      return;
    }
    refusals.add(full, IndexUpdater.RETRY_PERIODS * leaf.config().pingNanos());
    PeerAddress other =
        refusals.anyBeside(
            leaf.known().all().stream().filter(peer -> !leaf.isAttachedTo(peer)).toList());
    if (other != null) {
      move(full, other);
    }
  }

  /** Notes that a super-peer takes no more leaves now; it is asked again once in a period. */
  void refusedBy(PeerAddress peer) {
    SuperPeerConfig config = leaf.config();
    refusals.add(peer, Math.min(config.pingNanos(), 10 * config.pingTimeoutNanos()));
  }

  /** Nobody has taken the leaf; it tries again before long. */
  void joinLater() {
    joining = null;
    movingFrom = null;
    SuperPeerConfig config = leaf.config();
    leaf.joinAfter(Math.min(config.pingNanos(), config.pingTimeoutNanos()) / 4 + 1);
  }
}
