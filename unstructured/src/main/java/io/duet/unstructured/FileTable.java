package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes of the files that leaves have registered, where they told them. It follows the index:
 * it takes what that took, and so is bounded by it.
 */
final class FileTable {
  private final Map<PeerAddress, Map<Key, Long>> bytes = new LinkedHashMap<>(0);

  /** Takes what a leaf has registered. */
  void take(PeerAddress leaf, LeafMessage.Register register) {
    if (register.fresh()) {
      forget(leaf);
    }
    for (Content content : register.contents()) {
      if (register.added()) {
        add(leaf, content);
      } else {
        remove(leaf, content.key());
      }
    }
  }

  /** Takes the size of a content, if it was told. */
  void add(PeerAddress peer, Content content) {
    if (content.bytes() < 0) {
      remove(peer, content.key());
    } else {
      bytes.computeIfAbsent(peer, any -> new LinkedHashMap<>()).put(content.key(), content.bytes());
    }
  }

  /** Forgets a content. */
  void remove(PeerAddress leaf, Key key) {
    Map<Key, Long> files = bytes.get(leaf);
    if (files != null) {
      files.remove(key);
    }
  }

  /** Forgets all of a leaf. */
  void forget(PeerAddress leaf) {
    bytes.remove(leaf);
  }

  /** The size of a leaf's file; {@link Content#UNSIZED} when it was not told. */
  long bytes(PeerAddress leaf, Key key) {
    Map<Key, Long> files = bytes.get(leaf);
    return files == null ? Content.UNSIZED : files.getOrDefault(key, Content.UNSIZED);
  }
}
