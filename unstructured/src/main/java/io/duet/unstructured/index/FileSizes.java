package io.duet.unstructured.index;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.unstructured.message.SharedContent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes of the files that leaves have registered, where they are known. Only {@link LeafIndex}
 * adds contents that it accepted, so its bounds hold here too.
 */
final class FileSizes {
  private final Map<Peer, Map<Key, Long>> bytes = new LinkedHashMap<>(0);

  /** Records the size of a content, if it is known. */
  void add(Peer peer, SharedContent content) {
    if (content.bytes() < 0) {
      remove(peer, content.key());
    } else {
      bytes.computeIfAbsent(peer, any -> new LinkedHashMap<>()).put(content.key(), content.bytes());
    }
  }

  void remove(Peer leaf, Key key) {
    Map<Key, Long> files = bytes.get(leaf);
    if (files != null) {
      files.remove(key);
    }
  }

  void forget(Peer leaf) {
    bytes.remove(leaf);
  }

  /** The bytes of a leaf's file; {@link SharedContent#UNSIZED} if they are unknown. */
  long bytes(Peer leaf, Key key) {
    Map<Key, Long> files = bytes.get(leaf);
    return files == null ? SharedContent.UNSIZED : files.getOrDefault(key, SharedContent.UNSIZED);
  }
}
