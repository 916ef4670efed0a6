package io.duet.unstructured.node;

import io.duet.node.Key;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SharedContent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contents that this node offers, and their digest, which super-peers send back in pongs. */
public final class LocalContent {
  private Map<Key, SharedContent> contents =
      Collections.emptyMap(); // most nodes offer little or nothing
  private int digest;

  /**
   * Adds a content; false if it is already offered with the same size.
   *
   * @throws IllegalStateException beyond {@link LeafIndex#KEYS_PER_LEAF_MAX} contents
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

  /** Removes a content and returns it; null if it was not offered. */
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

  /** The sum of all known sizes. */
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
