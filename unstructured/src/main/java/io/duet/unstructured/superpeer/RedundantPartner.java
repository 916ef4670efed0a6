package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.directory.FileSizes;
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
 * The super-peer that shares a super-peer's leaves: every leaf registers at both, and each query
 * goes to one of them, so each bears half of the load and either may die (B. Yang, H.
 * Garcia-Molina, "Designing a super-peer network", ICDE 2003, section 3.2). When the partner dies,
 * a neighbor that has none either takes its place.
 *
 * <p>Messages in and out: Pair, Paired; and those of {@link SuperPeerSession}, because a super-peer
 * registers with its partner what it offers itself. Invariant: a partner is no neighbor.
 */
public final class RedundantPartner implements SuperPeerSession.Owner {
  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private @Nullable SuperPeerSession session;
  private final FileSizes files;
  private final LostNeighbors lost = new LostNeighbors();
  private boolean asking;

  RedundantPartner(NodeContext context, NeighborTable links, LeafIndex index, FileSizes files) {
    this.context = context;
    this.links = links;
    this.index = index;
    this.files = files;
  }

  /** The partner, or nobody. */
  public List<Peer> list() {
    return session == null ? List.of() : List.of(session.superPeer());
  }

  /** The bond with the partner, or none. */
  public @Nullable SuperPeerSession session() {
    return session;
  }

  public boolean is(Peer peer) {
    return session != null && session.superPeer().equals(peer);
  }

  /** The leaves that the partner said it serves; -1 when it has not said so, or there is none. */
  int load() {
    return session == null ? -1 : session.load();
  }

  /** Whether this node shares its leaves, or is not to. */
  boolean isComplete() {
    return session != null || context.config().redundancy() == 1;
  }

  /** Becomes the partner of a peer without asking it. */
  public SuperPeerSession assemble(Peer peer) {
    index.attach(peer, context.host().nowNanos());
    links.setPartner(peer);
    session = new SuperPeerSession(context, this, PeerRelation.PARTNER, peer);
    return session;
  }

  /** Asks a peer to be the partner, unless there is one. */
  void ask(Peer peer) {
    if (isComplete() || asking) {
      return;
    }
    asking = true;
    context
        .requests()
        .send(
            peer,
            UnstructuredMessage.PartnerRequest::new,
            context.once(),
            ReplyHandler.of(
                (UnstructuredMessage.PartnerReply reply) -> onPaired(peer, reply),
                () -> asking = false));
  }

  private void onPaired(Peer peer, UnstructuredMessage.PartnerReply reply) {
    asking = false;
    lost.remove(peer); // it lives
    if (reply.accepted()) {
      pairWith(peer);
    }
  }

  void onPair(Peer from, UnstructuredMessage.PartnerRequest pair) {
    boolean accepted = is(from) || !isComplete();
    context.host().send(from, new UnstructuredMessage.PartnerReply(pair.requestId(), accepted));
    if (accepted) {
      pairWith(from);
    }
  }

  private void pairWith(Peer peer) {
    if (!isComplete()) {
      assemble(peer).registerAll();
    } else if (!is(peer)) {
      context.host().send(peer, new UnstructuredMessage.Leave()); // another one was faster
    }
  }

  /** Pings the partner, or asks a neighbor that has none to be it, or one that was lost. */
  void maintain() {
    if (session != null) {
      session.ping();
    } else if (!isComplete()) {
      Peer silent = lost.next(context.host().random());
      Peer single = silent == null ? links.someWithoutPartner() : silent;
      if (single != null) {
        ask(single);
      }
    }
  }

  /** A peer is said to be unreachable: if it is the partner, it is asked whether it lives. */
  void probe(Peer peer) {
    if (session != null && is(peer)) {
      session.ping();
    }
  }

  /** What this super-peer offers itself has changed. */
  void register(boolean added, SharedContent content) {
    if (session != null) {
      session.register(added, content);
    }
  }

  /** Forgets the partner if it is this peer. */
  void drop(Peer peer) {
    if (is(peer)) {
      session = null;
      links.setPartner(null);
      files.forget(peer);
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
  public void refused(SuperPeerSession held) {
    // it has no other partner to turn to
  }

  @Override
  public void forgotten(SuperPeerSession held) {
    drop(held.superPeer());
    ask(held.superPeer()); // it lives, and may have nobody
  }

  @Override
  public void dead(SuperPeerSession held) {
    lost.add(held.superPeer());
    drop(held.superPeer());
  }
}
