package io.duet.unstructured.message;

import io.duet.node.Key;
import io.duet.overlay.Keywords;

/** What a query asks for. */
public sealed interface SearchCriteria {

  /** Asks for providers of the content with this key. */
  record OfKey(Key key) implements SearchCriteria {}

  /**
   * Asks for contents whose names have all of these words.
   *
   * @param words at least one word
   */
  record OfWords(Keywords words) implements SearchCriteria {}
}
