package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.SuperPeerSession;

/**
 * Failover: a leaf drops a super-peer that dies, leaves, or no longer serves it, sends the
 * unfinished requests to another one, and joins another known super-peer. Without any super-peer it
 * is an orphan. From then on, a super-peer that died or left is asked last.
 */
record Failover(Leaf leaf) implements SuperPeerSession.Owner {

  /** Handles a super-peer that is dead, has left, or is unreachable. */
  void lose(Peer superPeer) {
    leaf.known().skip(superPeer);
    drop(superPeer);
  }

  private void drop(Peer superPeer) {
    SuperPeerSessions sessions = leaf.sessions();
    SuperPeerSession lost = sessions.with(superPeer);
    if (lost != null) {
      sessions.list().remove(lost);
      leaf.host().emit(new OverlayEvent.PeerDropped(superPeer));
      leaf.context().requests().onUnreachable(superPeer); // its searches are sent to the next one
      if (sessions.isEmpty()) {
        leaf.promotion().orphaned();
      }
      leaf.registration().join();
    }
  }

  @Override
  public boolean holds(SuperPeerSession session) {
    return leaf.sessions().list().contains(session);
  }

  @Override
  public void heard(SuperPeerSession session, UnstructuredMessage.Pong pong) {
    pong.others().forEach(leaf.known()::learn);
    if (pong.relation() == PeerRelation.LEAF) {
      leaf.registration().joinPartner(session.superPeer(), pong.partners());
    }
  }

  @Override
  public void refused(SuperPeerSession session) {
    if (holds(session)) {
      leaf.registration().moveAwayFrom(session.superPeer());
    }
  }

  @Override
  public void forgotten(SuperPeerSession session) {
    drop(session.superPeer());
  }

  @Override
  public void dead(SuperPeerSession session) {
    lose(session.superPeer());
  }
}
