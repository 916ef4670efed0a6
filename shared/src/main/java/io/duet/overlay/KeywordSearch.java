package io.duet.overlay;

import java.util.function.Consumer;

/** An overlay on which contents are found by the words of their names. */
public interface KeywordSearch extends Overlay {

  /**
   * Announces that this node provides the content of this name, and keeps announcing it until
   * withdrawn: it is found by its key, and by each of the first {@value Words#WORDS_MAX} words of
   * its name.
   */
  void publish(ContentName name);

  /**
   * As {@link #publish(ContentName)}, for a file of so many bytes; not every overlay tells them.
   */
  default void publish(ContentName name, long bytes) {
    publish(name);
  }

  /** Takes the announcement back; records elsewhere vanish at the latest when they expire. */
  void withdraw(ContentName name);

  /**
   * Looks for contents whose names have all of these words, in any order, and hands the answer to
   * {@code whenDone} exactly once, at the latest when the overlay's own deadline passes.
   */
  void search(Words words, Consumer<NameAnswer> whenDone);

  /**
   * The same, and ends once so many contents are found; an overlay that keeps the names of a word
   * together names all of them in any case.
   *
   * @param results from 1 to {@value NameAnswer#NAMES_MAX}
   */
  default void search(Words words, int results, Consumer<NameAnswer> whenDone) {
    search(words, whenDone);
  }
}
