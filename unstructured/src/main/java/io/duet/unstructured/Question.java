package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.overlay.Words;

/** What a query asks for. */
public sealed interface Question {

  /** Who provides the content with this key? */
  record OfKey(Key key) implements Question {}

  /**
   * Which contents have all of these words in their names?
   *
   * @param words at least one
   */
  record OfWords(Words words) implements Question {}
}
