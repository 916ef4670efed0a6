package io.duet.unstructured;

import io.duet.overlay.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The contents by the words of their names. A few that are found may have another word instead,
 * which has the same hash.
 */
final class WordIndex {
  private final long salt;
  private final WordTable table = new WordTable();

  WordIndex(long salt) {
    this.salt = salt;
  }

  /** How many words there are. */
  int size() {
    return table.size();
  }

  void add(Words words, int content) {
    words.list().forEach(word -> table.add(hash(word), content));
  }

  void remove(Words words, int content) {
    words.list().forEach(word -> table.remove(hash(word), content));
  }

  /** The contents of each word, the fewest first. */
  List<IdSet> of(Words words) {
    List<IdSet> sets = new ArrayList<>(words.list().size());
    words.list().forEach(word -> sets.add(table.get(hash(word))));
    sets.sort(Comparator.comparingInt(IdSet::size));
    return sets;
  }

  private int hash(String word) {
    return (int) Hashing.of(salt, word);
  }
}
