package io.duet.overlay;

import java.util.function.Consumer;

/** An overlay that also finds contents by the words of their names. */
public interface KeywordSearch extends Overlay {

  /**
   * Announces that this node provides the content of this name, and repeats this until withdrawn.
   * Searches find it by its key, and by each of the first {@value Keywords#WORDS_MAX} words of its
   * name.
   */
  void publish(ContentName name);

  /** As {@link #publish(ContentName)}, with the file's size in bytes; some overlays ignore it. */
  default void publish(ContentName name, long bytes) {
    publish(name);
  }

  /** Withdraws the announcement; records at other nodes end at the latest when they expire. */
  void withdraw(ContentName name);

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
