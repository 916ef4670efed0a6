package io.duet.unstructured.index;

import io.duet.overlay.Keywords;
import io.duet.unstructured.message.SaltedHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds contents by the words of their names. A word is known by 32 bits of its salted hash, so a
 * few results may be false positives. Most words are in one name only, and take a slot alone.
 */
final class KeywordTable {
  private final long salt;
  private final HashSlots slots =
      new HashSlots(); // the only content plus 1, or minus the number of its set minus 1
  private final NumberedPool<HybridIntSet> sets = new NumberedPool<>();

  KeywordTable(long salt) {
    this.salt = salt;
  }

  /** Adds a content to each of these words. */
  void add(Keywords keywords, int content) {
    keywords.list().forEach(word -> add(hash(word), content));
  }

  /** Removes a content from each of these words. */
  void remove(Keywords keywords, int content) {
    keywords.list().forEach(word -> remove(hash(word), content));
  }

  /** The contents of each word, the smallest set first. */
  List<HybridIntSet> of(Keywords keywords) {
    List<HybridIntSet> found = new ArrayList<>(keywords.list().size());
    keywords.list().forEach(word -> found.add(get(hash(word))));
    found.sort(Comparator.comparingInt(HybridIntSet::size));
    return found;
  }

  private int hash(String word) {
    return (int) SaltedHash.of(salt, word);
  }

  /** Number of words. */
  int size() {
    return slots.size();
  }

  /** The contents that have a word. */
  HybridIntSet get(int word) {
    int state = slots.number(slots.first(word));
    HybridIntSet found = state < 0 ? sets.get(-1 - state) : new HybridIntSet();
    if (state > 0) {
      found.add(state - 1);
    }
    return found;
  }

  /** Adds a content to a word; adding it again has no effect. */
  void add(int word, int content) {
    int slot = slots.first(word);
    int state = slots.number(slot);
    if (state == 0) {
      slots.add(word, content + 1);
    } else if (state < 0) {
      sets.get(-1 - state).add(content);
    } else if (state != content + 1) {
      HybridIntSet both = get(word);
      both.add(content);
      slots.set(slot, -1 - sets.add(both));
    }
  }

  /** Removes a content from a word. */
  void remove(int word, int content) {
    int slot = slots.first(word);
    int state = slots.number(slot);
    if (state == content + 1) {
      slots.remove(slot);
    } else if (state < 0 && sets.get(-1 - state).remove(content)) {
      shorten(slot, -1 - state);
    }
  }

  private void shorten(int slot, int number) {
    HybridIntSet set = sets.get(number);
    if (set.size() == 1) {
      slots.set(slot, set.toArray()[0] + 1);
      sets.remove(number);
    }
  }
}
