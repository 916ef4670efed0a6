package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.LostNeighbors;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.neighbor.SuperPeerSession;
import io.duet.unstructured.node.NodeContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The redundancy of a cluster: a partner serves the same leaves. Every leaf registers at both, and
 * each query goes to one of them, so each bears half of the load and either may die (B. Yang, H.
 * Garcia-Molina, "Designing a super-peer network", ICDE 2003, section 3.2). If the partner dies, a
 * neighbor without a partner replaces it.
 *
 * <p>Messages in and out: PartnerRequest, PartnerReply; and those of {@link SuperPeerSession},
 * because a super-peer registers its own contents at its partner. Invariant: a partner is no
 * neighbor.
 */
public final class RedundantPartner implements SuperPeerSession.Owner {
  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private @Nullable SuperPeerSession session;
  private final LostNeighbors lost = new LostNeighbors();
  private boolean asking;

  RedundantPartner(NodeContext context, NeighborTable links, LeafIndex index) {
    this.context = context;
    this.links = links;
    this.index = index;
  }

  /** The partner; empty if there is none. */
  public List<Peer> list() {
    return session == null ? List.of() : List.of(session.superPeer());
  }

  /** The session with the partner; null if there is none. */
  public @Nullable SuperPeerSession session() {
    return session;
  }

  public boolean is(Peer peer) {
    return session != null && session.superPeer().equals(peer);
  }

  /** The number of leaves in the partner's last pong; -1 before it, or without a partner. */
  int load() {
    return session == null ? -1 : session.load();
  }

  /** Whether this super-peer has a partner, or is to have none. */
  boolean isComplete() {
    return session != null || context.config().redundancy() == 1;
  }

  /** Makes a peer the partner, without a message. */
  public SuperPeerSession assemble(Peer peer) {
    index.attach(peer, context.nowNanos());
    links.setPartner(peer);
    session = new SuperPeerSession(context, this, PeerRelation.PARTNER, peer);
    return session;
  }

  /** Asks a peer to be the partner, unless there is one or another was asked. */
  void ask(Peer peer) {
    if (isComplete() || asking) {
      return;
    }
    asking = true;
    context.request(
        peer,
        UnstructuredMessage.PartnerRequest::new,
        ReplyHandler.of(reply -> onPartnerReply(peer, reply), () -> asking = false));
  }

  private void onPartnerReply(Peer peer, UnstructuredMessage.PartnerReply reply) {
    asking = false;
    lost.remove(peer); // it lives
    if (reply.accepted()) {
      pairWith(peer);
    }
  }

  void onPartnerRequest(Peer from, UnstructuredMessage.PartnerRequest request) {
    boolean accepted = is(from) || !isComplete();
    context.send(from, new UnstructuredMessage.PartnerReply(request.requestId(), accepted));
    if (accepted) {
      pairWith(from);
    }
  }

  private void pairWith(Peer peer) {
    if (!isComplete()) {
      assemble(peer).updates().registerAll();
    } else if (!is(peer)) {
      context.send(peer, new UnstructuredMessage.Leave()); // another peer became the partner first
    }
  }

  /** Pings the partner; without one, asks a lost partner or a neighbor without a partner. */
  void maintain() {
    if (session != null) {
      session.ping();
    } else if (!isComplete()) {
      Peer silent = lost.next(context.host().random());
      Peer single = silent == null ? links.neighborhood().someWithoutPartner() : silent;
      if (single != null) {
        ask(single);
      }
    }
  }

  /** Pings a peer that the host reports as unreachable, if it is the partner. */
  void probe(Peer peer) {
    if (session != null && is(peer)) {
      session.ping();
    }
  }

  /** Registers a change of this super-peer's own contents at the partner. */
  void register(boolean added, SharedContent content) {
    if (session != null) {
      session.updates().register(added, content);
    }
  }

  /** Drops the partner if it is this peer. */
  void drop(Peer peer) {
    if (is(peer)) {
      session = null;
      links.setPartner(null);
      if (index.detach(peer)) {
        context.host().emit(new OverlayEvent.PeerDropped(peer));
      }
    }
  }

  @Override
  public boolean holds(SuperPeerSession held) {
    return session == held;
  }

  @Override
  public void heard(SuperPeerSession held, UnstructuredMessage.Pong pong) {
    pong.others().forEach(links::addCandidate);
  }

  @Override
  public void forgotten(SuperPeerSession held) {
    drop(held.superPeer());
    ask(held.superPeer()); // it lives, and may have no partner
  }

  @Override
  public void dead(SuperPeerSession held) {
    lost.add(held.superPeer());
    drop(held.superPeer());
  }
}
