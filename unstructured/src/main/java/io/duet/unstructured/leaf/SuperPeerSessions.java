package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.SuperPeerSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sessions of a leaf with its super-peers, the one to keep longest first. */
public final class SuperPeerSessions {
  private final Leaf leaf;
  private final List<SuperPeerSession> list = new ArrayList<>(1);
  private int turns;

  SuperPeerSessions(Leaf leaf) {
    this.leaf = leaf;
  }

  public List<SuperPeerSession> list() {
    return list;
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /** The session with a peer; null if there is none. */
  public @Nullable SuperPeerSession with(Peer peer) {
    for (SuperPeerSession session : list) {
      if (session.superPeer().equals(peer)) {
        return session;
      }
    }
    return null;
  }

  List<Peer> superPeers() {
    return list.stream().map(SuperPeerSession::superPeer).toList();
  }

  /** The turn of the next search, which selects its super-peer. */
  int nextTurn() {
    return turns++ & Integer.MAX_VALUE >> 1;
  }

  /**
   * The super-peer for this turn; a suspected one only if all are suspected. Null if there is none.
   */
  @Nullable Peer superPeer(int turn) {
    for (int i = 0; i < list.size(); i++) {
      SuperPeerSession session = list.get((turn + i) % list.size());
      if (!session.isSuspected()) {
        return session.superPeer();
      }
    }
    return list.isEmpty() ? null : list.get(0).superPeer();
  }

  /** Begins a session with a super-peer, at this place in the list. */
  SuperPeerSession add(int place, Peer superPeer) {
    SuperPeerSession session =
        new SuperPeerSession(leaf.context(), new Failover(leaf), PeerRelation.LEAF, superPeer);
    list.add(place, session);
    return session;
  }

  /** Leaves super-peers until {@code max} are left, neither the first one nor the newest. */
  void trim(int max, SuperPeerSession newest) {
    while (list.size() > max) {
      SuperPeerSession old = list.get(list.get(1) == newest ? 2 : 1);
      list.remove(old);
      leaf.context().send(old.superPeer(), new UnstructuredMessage.Leave());
    }
  }
}
