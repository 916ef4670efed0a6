package io.duet.overlay;

import io.duet.node.Key;
import java.util.List;

/** An overlay whose nodes cache the providers of contents that were found through them. */
public interface ContentCache {

  /**
   * The contents whose providers this node has cached from hits that passed through it, without
   * those that it provides itself or keeps for others.
   */
  List<Key> cachedContents();

  /** The contents that a node caches; none if its overlay has no caches. */
  static List<Key> of(Overlay node) {
    return node instanceof ContentCache cache ? cache.cachedContents() : List.of();
  }
}
