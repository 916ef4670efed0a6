package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.SuperPeerSession;

/**
 * Moves a leaf to another super-peer when its own one dies, leaves, or no longer serves the leaf.
 *
 * <p>The leaf drops the super-peer, sends the unfinished requests to another one, and joins another
 * known super-peer. Without any super-peer it is an orphan. From then on, a super-peer that died or
 * left is asked last.
 */
record Failover(Leaf leaf) implements SuperPeerSession.Owner {

  /** Handles a super-peer that is dead, has left, or is unreachable. */
  void lost(Peer superPeer) {
    leaf.known().skip(superPeer);
    detach(superPeer);
  }

  private void detach(Peer from) {
    SuperPeerSessions sessions = leaf.sessions();
    SuperPeerSession lost = sessions.with(from);
    if (lost != null) {
      sessions.list().remove(lost);
      leaf.host().emit(new OverlayEvent.PeerDropped(from));
      leaf.requests().onUnreachable(from); // its searches are sent to the next one
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
    if (pong.bond() == PeerRelation.LEAF) {
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
    detach(session.superPeer());
  }

  @Override
  public void dead(SuperPeerSession session) {
    lost(session.superPeer());
  }
}
