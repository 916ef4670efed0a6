package io.duet.unstructured.leaf;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.unstructured.message.WireLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * Super-peers of which a leaf has heard, bounded: those to whom it turns when its own is dead. Who
 * does not answer is passed over until nobody else is left; then all are tried again, since it may
 * have been the network that was broken.
 */
public final class KnownSuperPeers {
  private static final int KNOWN_MAX = 16;

  private final Host host;
  private final List<Peer> peers;
  private int silent; // the last so many of them, never all

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

  /** All of them, those that have answered first, of these the one that was learned first. */
  public List<Peer> all() {
    return List.copyOf(peers);
  }

  /** Those that are not passed over. */
  List<Peer> answering() {
    return List.copyOf(peers.subList(0, willing()));
  }

  /** Remembers one; for it one that was silent is forgotten, or the one that was learned first. */
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

  /** Passes one over from now on that does not answer or has gone. */
  void passOver(Peer peer) {
    int place = peers.indexOf(peer);
    if (place >= 0 && place < willing()) {
      peers.add(peers.remove(place));
      silent = willing() > 1 ? silent + 1 : 0;
    }
  }

  /** As many as a message may name of those that are not passed over. */
  public List<Peer> some() {
    return List.copyOf(peers.subList(0, Math.min(willing(), WireLimits.OTHERS_MAX)));
  }
}
