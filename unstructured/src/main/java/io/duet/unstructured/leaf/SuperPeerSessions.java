package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.unstructured.neighbor.SuperPeerSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bonds of a leaf with those who serve it, the most lasting one first. */
public final class SuperPeerSessions {
  private final List<SuperPeerSession> list = new ArrayList<>(1);
  private int turns;

  public List<SuperPeerSession> list() {
    return list;
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /** The bond with a peer; null when there is none. */
  public @Nullable SuperPeerSession with(Peer peer) {
    for (SuperPeerSession session : list) {
      if (session.superPeer().equals(peer)) {
        return session;
      }
    }
    return null;
  }

  /** Those who serve the leaf. */
  List<Peer> superPeers() {
    return list.stream().map(SuperPeerSession::superPeer).toList();
  }

  /** The turn of the next search. */
  int nextTurn() {
    return turns++ & Integer.MAX_VALUE >> 1;
  }

  /**
   * Some super-peer, another one at each turn, but none that is suspected while there is a better
   * one; null when there is none.
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

  /** Takes away those beyond so many that are neither the first one nor the newest. */
  List<Peer> trim(int most, SuperPeerSession newest) {
    List<Peer> left = new ArrayList<>(0);
    while (list.size() > most) {
      SuperPeerSession old = list.get(list.get(1) == newest ? 2 : 1);
      list.remove(old);
      left.add(old.superPeer());
    }
    return left;
  }
}
