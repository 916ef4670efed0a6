package io.duet.unstructured.index;

import io.duet.overlay.Keywords;
import io.duet.unstructured.message.SaltedHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds contents by the words of their names. Words with equal hashes are not told apart, so
 * results may be false positives.
 */
final class KeywordIndex {
  private final long salt;
  private final KeywordTable table = new KeywordTable();

  KeywordIndex(long salt) {
    this.salt = salt;
  }

  /** Number of distinct word hashes. */
  int size() {
    return table.size();
  }

  void add(Keywords words, int content) {
    words.list().forEach(word -> table.add(hash(word), content));
  }

  void remove(Keywords words, int content) {
    words.list().forEach(word -> table.remove(hash(word), content));
  }

  /** The contents of each word, the smallest set first. */
  List<HybridIntSet> of(Keywords words) {
    List<HybridIntSet> sets = new ArrayList<>(words.list().size());
    words.list().forEach(word -> sets.add(table.get(hash(word))));
    sets.sort(Comparator.comparingInt(HybridIntSet::size));
    return sets;
  }

  private int hash(String word) {
    return (int) SaltedHash.of(salt, word);
  }
}
