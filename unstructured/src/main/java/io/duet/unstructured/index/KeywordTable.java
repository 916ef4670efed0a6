package io.duet.unstructured.index;

import io.duet.overlay.Keywords;
import io.duet.unstructured.message.SaltedHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds contents by the words of their names. A word is known by 32 bits of its salted hash, so a
 * few results may be false positives. Most words are in one name only, and take 11 to 22 bytes.
 * Open addressing as in {@link ContentTable}.
 */
final class KeywordTable {
  private static final int[] NO_SLOTS = {0};
  private static final HybridIntSet VACANT = new HybridIntSet();

  private final long salt;
  private int[] words = NO_SLOTS;
  private int[] states =
      NO_SLOTS; // 0, the only content plus 1, or minus the place of its set minus 1
  private int size;
  private final List<HybridIntSet> sets = new ArrayList<>(0);
  private final IdAllocator places = new IdAllocator();

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
    return size;
  }

  /** The contents that have a word. */
  HybridIntSet get(int word) {
    int state = states[slot(word)];
    HybridIntSet found = state < 0 ? sets.get(-1 - state) : new HybridIntSet();
    if (state > 0) {
      found.add(state - 1);
    }
    return found;
  }

  /** Adds a content to a word; adding it again has no effect. */
  void add(int word, int content) {
    int slot = slot(word);
    int state = states[slot];
    if (state == 0) {
      addFirst(word, content);
    } else if (state < 0) {
      sets.get(-1 - state).add(content);
    } else if (state != content + 1) {
      states[slot] = -1 - placeOf(state - 1, content);
    }
  }

  private void addFirst(int word, int content) {
    size++;
    if (4L * size > 3L * states.length) {
      resize(2 * states.length);
    }
    int slot = slot(word);
    words[slot] = word;
    states[slot] = content + 1;
  }

  private int placeOf(int one, int other) {
    HybridIntSet set = new HybridIntSet();
    set.add(one);
    set.add(other);
    int place = places.take();
    if (place == sets.size()) {
      sets.add(set);
    } else {
      sets.set(place, set);
    }
    return place;
  }

  /** Removes a content from a word. */
  void remove(int word, int content) {
    int slot = slot(word);
    int state = states[slot];
    if (state == content + 1) {
      vacate(slot);
    } else if (state < 0 && sets.get(-1 - state).remove(content)) {
      shorten(slot, -1 - state);
    }
  }

  private void shorten(int slot, int place) {
    HybridIntSet set = sets.get(place);
    if (set.size() == 1) {
      states[slot] = set.toArray()[0] + 1;
      sets.set(place, VACANT);
      places.giveBack(place);
    }
  }

  private int home(int word) {
    return word & states.length - 1;
  }

  private int next(int slot) {
    return slot + 1 & states.length - 1;
  }

  private int slot(int word) {
    int slot = home(word);
    while (states[slot] != 0 && words[slot] != word) {
      slot = next(slot);
    }
    return slot;
  }

  private void resize(int length) {
    int[] oldWords = words;
    int[] oldStates = states;
    words = new int[length];
    states = new int[length];
    for (int i = 0; i < oldStates.length; i++) {
      if (oldStates[i] != 0) {
        int slot = slot(oldWords[i]);
        words[slot] = oldWords[i];
        states[slot] = oldStates[i];
      }
    }
  }

  private void vacate(int emptied) {
    int hole = emptied;
    for (int slot = next(hole); states[slot] != 0; slot = next(slot)) {
      if ((slot - home(words[slot]) & states.length - 1) >= (slot - hole & states.length - 1)) {
        words[hole] = words[slot];
        states[hole] = states[slot];
        hole = slot;
      }
    }
    states[hole] = 0;
    size--;
    if (size == 0) {
      words = NO_SLOTS;
      states = NO_SLOTS;
      sets.clear();
    }
  }
}
