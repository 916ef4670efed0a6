package io.duet.unstructured.directory;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SharedContent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes of the files that leaves have registered, where they are known. Only contents that the
 * leaf index accepted are added, so its bounds hold here too.
 */
public final class FileSizes {
  private final Map<Peer, Map<Key, Long>> bytes = new LinkedHashMap<>(0);

  /** Applies an index update of a leaf. */
  public void apply(Peer leaf, LeafMessage.Register register) {
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

  /** Records the size of a content, if it is known. */
  public void add(Peer peer, SharedContent content) {
    if (content.bytes() < 0) {
      remove(peer, content.key());
    } else {
      bytes.computeIfAbsent(peer, any -> new LinkedHashMap<>()).put(content.key(), content.bytes());
    }
  }

  public void remove(Peer leaf, Key key) {
    Map<Key, Long> files = bytes.get(leaf);
    if (files != null) {
      files.remove(key);
    }
  }

  public void forget(Peer leaf) {
    bytes.remove(leaf);
  }

  /** The bytes of a leaf's file; {@link SharedContent#UNSIZED} if they are unknown. */
  public long bytes(Peer leaf, Key key) {
    Map<Key, Long> files = bytes.get(leaf);
    return files == null ? SharedContent.UNSIZED : files.getOrDefault(key, SharedContent.UNSIZED);
  }
}
