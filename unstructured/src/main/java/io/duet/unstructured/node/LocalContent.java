package io.duet.unstructured.node;

import io.duet.node.Key;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SharedContent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this node offers, with the digest by which it sees whether others know it all. */
public final class LocalContent {
  private Map<Key, SharedContent> contents =
      Collections.emptyMap(); // most nodes offer little or nothing
  private int digest;

  /**
   * Adds a content; false when it was offered already.
   *
   * @throws IllegalStateException beyond as many contents as a super-peer takes of one leaf
   */
  public boolean add(SharedContent content) {
    SharedContent before = contents.get(content.key());
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
  public @Nullable SharedContent remove(Key key) {
    SharedContent removed = contents.isEmpty() ? null : contents.remove(key);
    if (removed != null) {
      digest = LeafIndex.digestWith(digest, removed);
    }
    return removed;
  }

  public boolean contains(Key key) {
    return contents.containsKey(key);
  }

  public int size() {
    return contents.size();
  }

  /** The bytes of all contents that have a size. */
  public long bytes() {
    return contents.values().stream().mapToLong(content -> Math.max(0, content.bytes())).sum();
  }

  public List<SharedContent> list() {
    return List.copyOf(contents.values());
  }

  public int digest() {
    return digest;
  }
}
