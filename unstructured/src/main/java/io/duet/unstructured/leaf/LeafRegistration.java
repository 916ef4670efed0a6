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
 * Registers a leaf at a super-peer and, with redundancy 2, at the partner of the first one. A leaf
 * moves to another super-peer when it is redirected, or when its index update is refused.
 *
 * <p>Message in: Redirect; out: Leave. Invariant: one {@link JoinAttempt} at a time.
 */
final class LeafRegistration {
  private final Leaf leaf;
  private final SuperPeerSessions sessions;
  private final AdmissionBackoff backoff;
  private @Nullable JoinAttempt joining;
  private @Nullable Peer movingFrom;

  LeafRegistration(Leaf leaf) {
    this.leaf = leaf;
    this.sessions = leaf.sessions();
    this.backoff = leaf.backoff();
  }

  /** Starts to join, unless the leaf has a super-peer or an attempt is under way. */
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

  /** Joins also the partner of the first super-peer, with redundancy 2. */
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

  /** Starts a session with a super-peer that has accepted the leaf, and joins its partner. */
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

  /** Leaves the super-peers beyond the redundancy. */
  private void trim(SuperPeerSession newest) {
    for (Peer left : sessions.trim(leaf.config().redundancy(), newest)) {
      leaf.context().send(left, new UnstructuredMessage.Leave());
    }
  }

  void onRedirect(Peer from, LeafMessage.Redirect redirect) {
    if (!leaf.isAttachedTo(from)) {
      leaf.context().refuse(from, "redirect by a stranger");
    } else if (joining == null && !leaf.isAttachedTo(redirect.to())) {
      move(from, redirect.to());
    }
  }

  private void move(Peer from, Peer to) {
    movingFrom = from;
    insist(to);
  }

  /** Moves from a super-peer that refused an index update to another known one. */
  void moveAwayFrom(Peer full) {
    if (joining != null || backoff.contains(full)) {
      return;
    }
    backoff.add(full, IndexUpdater.RETRY_PERIODS * leaf.config().pingNanos());
    Peer other =
        backoff.anyOf(
            leaf.known().all().stream().filter(peer -> !leaf.isAttachedTo(peer)).toList());
    if (other != null) {
      move(full, other);
    }
  }

  /** Avoids a super-peer that accepts no more leaves, for at most one ping period. */
  void refusedBy(Peer peer) {
    SuperPeerConfig config = leaf.config();
    backoff.add(peer, Math.min(config.pingNanos(), 10 * config.pingTimeoutNanos()));
  }

  /** Ends a failed attempt, and schedules the next one. */
  void joinLater() {
    joining = null;
    movingFrom = null;
    SuperPeerConfig config = leaf.config();
    leaf.joinAfter(Math.min(config.pingNanos(), config.pingTimeoutNanos()) / 4 + 1);
  }
}
