package io.duet.unstructured.message;

import io.duet.node.Key;
import io.duet.overlay.Keywords;

/** What a query asks for. */
public sealed interface SearchCriteria {

  /** The criteria for readers. */
  String text();

  /** Asks for providers of the content with this key. */
  record OfKey(Key key) implements SearchCriteria {
    @Override
    public String text() {
      return "providers of " + key;
    }
  }

  /**
   * Asks for contents whose names have all of these words.
   *
   * @param words at least one word
   */
  record OfWords(Keywords words) implements SearchCriteria {
    @Override
    public String text() {
      return "names with the words " + words;
    }
  }
}
