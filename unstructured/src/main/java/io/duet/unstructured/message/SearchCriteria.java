package io.duet.unstructured.message;

import io.duet.node.Key;
import io.duet.overlay.Keywords;

/** What a query asks for. */
public sealed interface SearchCriteria {

  /** Who provides the content with this key? */
  record OfKey(Key key) implements SearchCriteria {}

  /**
   * Which contents have all of these words in their names?
   *
   * @param words at least one
   */
  record OfWords(Keywords words) implements SearchCriteria {}
}
