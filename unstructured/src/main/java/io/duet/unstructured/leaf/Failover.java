package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.SuperPeerSession;

/**
 * Moves a leaf to another super-peer when its own one dies, leaves, or has forgotten the leaf.
 *
 * <p>The leaf drops the super-peer, asks elsewhere what it had asked there, and joins another one
 * of those that it knows; without any super-peer it counts as an orphan. A super-peer that died or
 * left is asked last from then on.
 */
record Failover(Leaf leaf) implements SuperPeerSession.Owner {

  /** A super-peer is dead, has left, or cannot be reached. */
  void lost(Peer superPeer) {
    leaf.known().passOver(superPeer);
    detach(superPeer);
  }

  private void detach(Peer from) {
    SuperPeerSessions sessions = leaf.sessions();
    SuperPeerSession lost = sessions.with(from);
    if (lost != null) {
      sessions.list().remove(lost);
      leaf.host().emit(new OverlayEvent.PeerDropped(from));
      leaf.requests().onUnreachable(from); // what was asked there is asked anew at the next one
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
