package io.duet.unstructured.leaf;

import io.duet.node.PeerAddress;
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
  void lost(PeerAddress superPeer) {
    leaf.known().passOver(superPeer);
    detach(superPeer);
  }

  private void detach(PeerAddress from) {
    SuperPeerSessions attachments = leaf.attachments();
    SuperPeerSession lost = attachments.with(from);
    if (lost != null) {
      attachments.list().remove(lost);
      leaf.host().emit(new OverlayEvent.PeerDropped(from));
      leaf.pending().onUnreachable(from); // what was asked there is asked anew at the next one
      if (attachments.isEmpty()) {
        leaf.standing().orphaned();
      }
      leaf.registration().join();
    }
  }

  @Override
  public boolean holds(SuperPeerSession attachment) {
    return leaf.attachments().list().contains(attachment);
  }

  @Override
  public void heard(SuperPeerSession attachment, UnstructuredMessage.Pong pong) {
    pong.others().forEach(leaf.known()::learn);
    if (pong.bond() == PeerRelation.LEAF) {
      leaf.registration().joinPartner(attachment.superPeer(), pong.partners());
    }
  }

  @Override
  public void refused(SuperPeerSession attachment) {
    if (holds(attachment)) {
      leaf.registration().moveAwayFrom(attachment.superPeer());
    }
  }

  @Override
  public void forgotten(SuperPeerSession attachment) {
    detach(attachment.superPeer());
  }

  @Override
  public void dead(SuperPeerSession attachment) {
    lost(attachment.superPeer());
  }
}
