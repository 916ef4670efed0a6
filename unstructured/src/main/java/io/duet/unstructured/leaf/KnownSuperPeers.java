package io.duet.unstructured.leaf;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.unstructured.message.WireLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * The host cache of a leaf: at most {@value #KNOWN_MAX} super-peers, of which it asks one when its
 * own is dead. A peer that does not answer is skipped until no other one is left. Then all are
 * tried again, since the network may have been partitioned.
 */
public final class KnownSuperPeers {
  private static final int KNOWN_MAX = 16;

  private final Host host;
  private final List<Peer> peers;
  private int silent; // the number of skipped peers at the end of the list, never all

  KnownSuperPeers(Host host, List<Peer> peers) {
    this.host = host;
    this.peers = new ArrayList<>(peers);
  }

  private int willing() {
    return peers.size() - silent;
  }

  int size() {
    return peers.size();
  }

  /** All of them: first those that are not skipped, in the order in which they were learned. */
  public List<Peer> all() {
    return List.copyOf(peers);
  }

  /** The peers that are not skipped. */
  List<Peer> answering() {
    return List.copyOf(peers.subList(0, willing()));
  }

  /** Adds a peer; if there is no room, evicts a skipped one, or else the one learned first. */
  void learn(Peer peer) {
    int place = peers.indexOf(peer);
    if (peer.equals(host.self()) || (place >= 0 && place < willing())) {
      return;
    }
    if (place >= 0) {
      peers.remove(place);
      silent--;
    } else if (peers.size() >= KNOWN_MAX) {
      peers.remove(silent > 0 ? willing() : 0);
      silent = Math.max(0, silent - 1);
    }
    peers.add(willing(), peer);
  }

  /** Skips a peer that did not answer or has left. */
  void skip(Peer peer) {
    int place = peers.indexOf(peer);
    if (place >= 0 && place < willing()) {
      peers.add(peers.remove(place));
      silent = willing() > 1 ? silent + 1 : 0;
    }
  }

  /** The first peers that are not skipped, as many as one message may name. */
  public List<Peer> some() {
    return List.copyOf(peers.subList(0, Math.min(willing(), WireLimits.OTHERS_MAX)));
  }
}
