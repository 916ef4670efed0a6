package io.duet.unstructured.directory;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SharedContent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes of the files that leaves have registered, where they told them. It follows the index:
 * it takes what that took, and so is bounded by it.
 */
public final class FileSizes {
  private final Map<PeerAddress, Map<Key, Long>> bytes = new LinkedHashMap<>(0);

  /** Takes what a leaf has registered. */
  public void take(PeerAddress leaf, LeafMessage.Register register) {
    if (register.fresh()) {
      forget(leaf);
    }
    for (SharedContent content : register.contents()) {
      if (register.added()) {
        add(leaf, content);
      } else {
        remove(leaf, content.key());
      }
    }
  }

  /** Takes the size of a content, if it was told. */
  public void add(PeerAddress peer, SharedContent content) {
    if (content.bytes() < 0) {
      remove(peer, content.key());
    } else {
      bytes.computeIfAbsent(peer, any -> new LinkedHashMap<>()).put(content.key(), content.bytes());
    }
  }

  /** Forgets a content. */
  public void remove(PeerAddress leaf, Key key) {
    Map<Key, Long> files = bytes.get(leaf);
    if (files != null) {
      files.remove(key);
    }
  }

  /** Forgets all of a leaf. */
  public void forget(PeerAddress leaf) {
    bytes.remove(leaf);
  }

  /** The size of a leaf's file; {@link SharedContent#UNSIZED} when it was not told. */
  public long bytes(PeerAddress leaf, Key key) {
    Map<Key, Long> files = bytes.get(leaf);
    return files == null ? SharedContent.UNSIZED : files.getOrDefault(key, SharedContent.UNSIZED);
  }
}
