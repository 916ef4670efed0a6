package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.List;

/** Super-peers of which a leaf has heard, bounded: those to whom it turns when its own is dead. */
final class KnownSuperPeers {
  private static final int KNOWN_MAX = 16;

  private final Host host;
  private final List<PeerAddress> peers;

  KnownSuperPeers(Host host, List<PeerAddress> peers) {
    this.host = host;
    this.peers = new ArrayList<>(peers);
  }

  int size() {
    return peers.size();
  }

  /** All of them, the one that was learnt first first. */
  List<PeerAddress> all() {
    return List.copyOf(peers);
  }

  /** Remembers one; the one that was learnt first is forgotten for it. */
  void learn(PeerAddress peer) {
    if (!peers.contains(peer) && !peer.equals(host.self())) {
      if (peers.size() >= KNOWN_MAX) {
        peers.remove(0);
      }
      peers.add(peer);
    }
  }

  /** Forgets one, unless it is the last one known. */
  void forget(PeerAddress peer) {
    if (peers.size() > 1) {
      peers.remove(peer);
    }
  }

  /** As many as a message may name. */
  List<PeerAddress> some() {
    return List.copyOf(peers.subList(0, Math.min(peers.size(), UnstructuredFormats.OTHERS_MAX)));
  }
}
