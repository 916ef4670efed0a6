package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.IndexUpdater;
import io.duet.unstructured.neighbor.SuperPeerSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaf registration: a leaf asks a super-peer to serve it and, with redundancy 2, the partner of
 * the first one too. It asks any known node, and follows redirects to less loaded super-peers until
 * one accepts it. After {@value #STEPS_MAX} steps it insists, so that redirects cannot form a
 * circle. It moves to another super-peer when it is redirected, or when its index update is
 * refused.
 *
 * <p>Messages out: Join, Leave; in: JoinReply, Redirect. Invariant: one attempt to join at a time.
 */
final class LeafRegistration {
  private static final int STEPS_MAX = 4;

  private final Leaf leaf;
  private final SuperPeerSessions sessions;
  private final KnownSuperPeers known;
  private boolean joining;
  private int steps; // of the present attempt
  private @Nullable Peer movingFrom;

  LeafRegistration(Leaf leaf) {
    this.leaf = leaf;
    this.sessions = leaf.sessions();
    this.known = leaf.known();
  }

  /**
   * Starts to join at a random known node, unless the leaf has a super-peer or an attempt is under
   * way.
   */
  void join() {
    if (joining || !sessions.isEmpty() || known.size() == 0) {
      return;
    }
    if (leaf.promotion().promoteIfDue()) {
      return;
    }
    Peer entry = known.entry();
    if (entry == null) {
      joinLater();
    } else {
      steps = 0;
      ask(entry);
    }
  }

  private void insist(Peer superPeer) {
    steps = STEPS_MAX;
    ask(superPeer);
  }

  private void ask(Peer peer) {
    joining = true;
    steps++;
    boolean insists = steps >= STEPS_MAX;
    leaf.context()
        .request(
            peer,
            id -> new LeafMessage.Join(id, insists, leaf.config().capacityOfLeaf()),
            ReplyHandler.of(reply -> onReply(peer, reply), () -> onFailure(peer)));
  }

  private void onReply(Peer asked, LeafMessage.JoinReply reply) {
    reply.others().forEach(known::learn);
    if (!leaf.isRetired() && reply.accepted()) {
      attached(asked, reply.partners());
    } else if (reply.accepted()) { // this node has become a super-peer itself
      leaf.context().send(asked, new UnstructuredMessage.Leave());
    } else if (!leaf.isRetired()) {
      goOn(asked, known.notAvoided(reply.others()));
    }
  }

  private void goOn(Peer refusing, List<Peer> others) {
    if (steps < STEPS_MAX && !others.isEmpty()) {
      ask(others.get(0));
    } else {
      SuperPeerConfig config = leaf.config();
      known.avoid(refusing, Math.min(config.pingNanos(), 10 * config.pingTimeoutNanos()));
      joinLater();
    }
  }

  private void onFailure(Peer asked) {
    known.skip(asked);
    joinLater();
  }

  /** Ends a failed attempt, and schedules the next one. */
  private void joinLater() {
    joining = false;
    movingFrom = null;
    SuperPeerConfig config = leaf.config();
    long wait = Math.min(config.pingNanos(), config.pingTimeoutNanos()) / 4 + 1;
    if (!leaf.isRetired()) {
      leaf.context().after(this::join, wait);
    }
  }

  /** Starts a session with a super-peer that has accepted the leaf, and joins its partner. */
  private void attached(Peer superPeer, List<Peer> partners) {
    joining = false;
    SuperPeerSession session =
        sessions.add(movingFrom == null ? sessions.list().size() : 0, superPeer);
    movingFrom = null;
    leaf.host().emit(new OverlayEvent.PeerJoined(superPeer, "super-peer"));
    session.updates().registerAll();
    leaf.onAttached();
    sessions.trim(leaf.config().redundancy(), session);
    joinPartner(superPeer, partners);
  }

  /** Joins also the partner of the first super-peer, with redundancy 2. */
  void joinPartner(Peer of, List<Peer> partners) {
    boolean isFirst = !sessions.isEmpty() && sessions.list().get(0).superPeer().equals(of);
    boolean wanted = isFirst && leaf.config().redundancy() > 1;
    List<Peer> missing = known.notAvoided(partners);
    if (wanted && !joining && !missing.isEmpty() && !leaf.isAttachedTo(missing.get(0))) {
      insist(missing.get(0));
    }
  }

  void onRedirect(Peer from, LeafMessage.Redirect redirect) {
    if (!leaf.isAttachedTo(from)) {
      leaf.context().refuse(from, "redirect by a stranger");
    } else if (!joining && !leaf.isAttachedTo(redirect.to())) {
      move(from, redirect.to());
    }
  }

  private void move(Peer from, Peer to) {
    movingFrom = from;
    insist(to);
  }

  /** Moves from a super-peer that refused an index update to another known one. */
  void moveAwayFrom(Peer full) {
    if (joining || known.isAvoided(full)) {
      return;
    }
    known.avoid(full, IndexUpdater.RETRY_PERIODS * leaf.config().pingNanos());
    Peer other =
        known.anyOf(known.all().stream().filter(peer -> !leaf.isAttachedTo(peer)).toList());
    if (other != null) {
      move(full, other);
    }
  }
}
