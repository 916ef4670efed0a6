package io.duet.unstructured.tracker;

import io.duet.bounded.BoundedMap;
import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.List;

/**
 * The peers that have told this peer themselves that they hold a content: at most {@link
 * #PEERS_MAX} peers, the latest first, for each of the last {@link #CONTENTS_MAX} contents.
 */
final class KnownHolders {
  static final int CONTENTS_MAX = 256;
  static final int PEERS_MAX = 8;

  private final BoundedMap<Key, List<Peer>> byContent = new BoundedMap<>(CONTENTS_MAX);

  /** The known holders of a content. */
  List<Peer> of(Key key) {
    List<Peer> peers = byContent.get(key);
    return peers == null ? List.of() : List.copyOf(peers);
  }

  /** Adds a peer that has said that it holds the content. */
  void add(Key key, Peer peer) {
    List<Peer> known = byContent.get(key);
    List<Peer> peers = known == null ? new ArrayList<>(1) : known;
    peers.remove(peer);
    peers.add(0, peer);
    if (peers.size() > PEERS_MAX) {
      peers.remove(PEERS_MAX);
    }
    byContent.put(key, peers);
  }

  /** Removes a peer that no longer holds the content, or does not answer. */
  void remove(Key key, Peer peer) {
    List<Peer> peers = byContent.get(key);
    if (peers != null && peers.remove(peer) && peers.isEmpty()) {
      byContent.remove(key);
    }
  }
}
