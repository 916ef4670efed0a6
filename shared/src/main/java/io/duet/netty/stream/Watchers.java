package io.duet.netty.stream;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.transfer.DownloadLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The peers that watch each content at this node, which names them to each other, so that a crowd
 * that fetches one content needs no search to find itself. Thread-safe.
 */
final class Watchers {
  private final Map<Key, List<Peer>> byContent = new HashMap<>();

  /** Adds a peer, once for each of its streams; the result removes it. */
  synchronized Runnable add(Key id, Peer peer) {
    byContent.computeIfAbsent(id, added -> new ArrayList<>(1)).add(peer);
    return () -> remove(id, peer);
  }

  private synchronized void remove(Key id, Peer peer) {
    List<Peer> peers = byContent.get(id);
    if (peers != null && peers.remove(peer) && peers.isEmpty()) {
      byContent.remove(id);
    }
  }

  /** Up to {@value DownloadLimits#OTHERS_MAX} other peers that watch a content, by lot. */
  synchronized List<Peer> others(Key id, Peer asker) {
    List<Peer> others = new ArrayList<>(byContent.getOrDefault(id, List.of()));
    others.removeIf(asker::equals);
    Collections.shuffle(others);
    return others.stream().distinct().limit(DownloadLimits.OTHERS_MAX).toList();
  }
}
