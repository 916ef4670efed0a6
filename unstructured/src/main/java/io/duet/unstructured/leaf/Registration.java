package io.duet.unstructured.leaf;

import io.duet.node.Peer;
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
  private final SuperPeerSessions sessions;
  private final AdmissionBackoff backoff;
  private @Nullable JoinAttempt joining;
  private @Nullable Peer movingFrom;

  Registration(Leaf leaf) {
    this.leaf = leaf;
    this.sessions = leaf.sessions();
    this.backoff = leaf.backoff();
  }

  /** Looks for a super-peer, unless the leaf has one or is looking already. */
  void join() {
    if (joining != null || !sessions.isEmpty() || leaf.known().size() == 0) {
      return;
    }
    if (leaf.promotion().isDue()) {
      leaf.promotion().promote();
    } else {
      joining = new JoinAttempt(leaf, this);
      joining.begin();
    }
  }

  /** Registers also with the partner of the first super-peer, and with no others. */
  void joinPartner(Peer of, List<Peer> partners) {
    boolean isFirst = !sessions.isEmpty() && sessions.list().get(0).superPeer().equals(of);
    boolean wanted = isFirst && leaf.config().redundancy() > 1;
    List<Peer> missing = backoff.without(partners);
    if (wanted && joining == null && !missing.isEmpty() && !leaf.isAttachedTo(missing.get(0))) {
      insist(missing.get(0));
    }
  }

  private void insist(Peer superPeer) {
    joining = new JoinAttempt(leaf, this);
    joining.insist(superPeer);
  }

  /** A super-peer has taken the leaf, and shares it with these partners. */
  void attached(Peer superPeer, List<Peer> partners) {
    joining = null;
    SuperPeerSession session = leaf.session(superPeer);
    sessions.list().add(movingFrom == null ? sessions.list().size() : 0, session);
    movingFrom = null;
    session.registerAll();
    leaf.onAttached();
    trim(session);
    joinPartner(superPeer, partners);
  }

  /** Leaves those that are no partners any more. */
  private void trim(SuperPeerSession newest) {
    for (Peer left : sessions.trim(leaf.config().redundancy(), newest)) {
      leaf.context().send(left, new UnstructuredMessage.Leave());
    }
  }

  void onMove(Peer from, LeafMessage.Redirect move) {
    if (!leaf.isAttachedTo(from)) {
      leaf.context().refuse(from, "move by a stranger");
    } else if (joining == null && !leaf.isAttachedTo(move.to())) {
      move(from, move.to());
    }
  }

  private void move(Peer from, Peer to) {
    movingFrom = from;
    insist(to);
  }

  /** Moves from a super-peer that has no room for what the leaf offers to one that may have. */
  void moveAwayFrom(Peer full) {
    if (joining != null || backoff.contains(full)) {
      return;
    }
    backoff.add(full, IndexUpdater.RETRY_PERIODS * leaf.config().pingNanos());
    Peer other =
        backoff.anyBeside(
            leaf.known().all().stream().filter(peer -> !leaf.isAttachedTo(peer)).toList());
    if (other != null) {
      move(full, other);
    }
  }

  /** Notes that a super-peer takes no more leaves now; it is asked again once in a period. */
  void refusedBy(Peer peer) {
    SuperPeerConfig config = leaf.config();
    backoff.add(peer, Math.min(config.pingNanos(), 10 * config.pingTimeoutNanos()));
  }

  /** Nobody has taken the leaf; it tries again before long. */
  void joinLater() {
    joining = null;
    movingFrom = null;
    SuperPeerConfig config = leaf.config();
    leaf.joinAfter(Math.min(config.pingNanos(), config.pingTimeoutNanos()) / 4 + 1);
  }
}
