package io.duet.unstructured;

import io.duet.node.Key;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this node offers, with the digest by which it sees whether others know it all. */
final class Offers {
  private Map<Key, Content> contents = Collections.emptyMap(); // most nodes offer little or nothing
  private int digest;

  /**
   * Adds a content; false when it was offered already.
   *
   * @throws IllegalStateException beyond as many contents as a super-peer takes of one leaf
   */
  boolean add(Content content) {
    Content before = contents.get(content.key());
    if (content.equals(before)) {
      return false;
    }
    if (before != null) {
      digest = LeafIndex.digestWith(digest, before);
    } else if (contents.size() >= LeafIndex.KEYS_PER_LEAF_MAX) {
      throw new IllegalStateException(
          "a leaf offers at most " + LeafIndex.KEYS_PER_LEAF_MAX + " contents");
    } else if (contents.isEmpty()) {
      contents = new LinkedHashMap<>(4);
    }
    contents.put(content.key(), content);
    digest = LeafIndex.digestWith(digest, content);
    return true;
  }

  /** Takes a content back; null when it was not offered. */
  @Nullable Content remove(Key key) {
    Content removed = contents.isEmpty() ? null : contents.remove(key);
    if (removed != null) {
      digest = LeafIndex.digestWith(digest, removed);
    }
    return removed;
  }

  boolean contains(Key key) {
    return contents.containsKey(key);
  }

  int size() {
    return contents.size();
  }

  /** The bytes of all contents that have a size. */
  long bytes() {
    return contents.values().stream().mapToLong(content -> Math.max(0, content.bytes())).sum();
  }

  List<Content> list() {
    return List.copyOf(contents.values());
  }

  int digest() {
    return digest;
  }
}
