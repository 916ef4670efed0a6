package io.duet.overlay;

import java.util.function.Consumer;

/**
 * An overlay that also finds contents by the words of their names: by each of the first {@value
 * Keywords#WORDS_MAX} words of a name that was published.
 */
public interface KeywordSearch extends Overlay {

  /**
   * Searches for names with all of these words, in any order, and passes the result to {@code
   * whenDone} exactly once, at the latest at the overlay's own deadline.
   */
  void search(Keywords words, Consumer<KeywordResult> whenDone);

  /**
   * The same, but ends once {@code results} contents are found; an overlay that stores the names of
   * a word together returns all of them in any case.
   *
   * @param results from 1 to {@value KeywordResult#NAMES_MAX}
   */
  default void search(Keywords words, int results, Consumer<KeywordResult> whenDone) {
    search(words, whenDone);
  }
}
