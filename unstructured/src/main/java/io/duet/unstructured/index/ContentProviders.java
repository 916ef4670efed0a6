package io.duet.unstructured.index;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The providers of each content, as marks from 0 on, in the order in which they were added. Most
 * contents have one provider, which takes 4 bytes.
 */
final class ContentProviders {
  private static final int[] NONE = {};

  private int[] states =
      NONE; // by content: 0, its only mark plus 1, or minus 1 and its number in several
  private final NumberedPool<int[]> several = new NumberedPool<>();

  /** Number of providers of this content. */
  int count(int content) {
    int state = content < states.length ? states[content] : 0;
    return state < 0 ? several.get(-1 - state).length : Integer.signum(state);
  }

  /** The provider at a place from 0 to {@link #count} - 1, the oldest first. */
  int get(int content, int place) {
    int state = states[content];
    return state < 0 ? several.get(-1 - state)[place] : state - 1;
  }

  /** The providers of a content, the oldest first. */
  IntStream of(int content) {
    return IntStream.range(0, count(content)).map(place -> get(content, place));
  }

  boolean contains(int content, int mark) {
    return of(content).anyMatch(other -> other == mark);
  }

  /** Adds a provider that the content does not have yet. */
  void add(int content, int mark) {
    if (content >= states.length) {
      states = Arrays.copyOf(states, Math.max(content + 1, NumberedPool.grown(states.length)));
    }
    int state = states[content];
    if (state == 0) {
      states[content] = mark + 1;
    } else if (state > 0) {
      states[content] = -1 - several.add(new int[] {state - 1, mark});
    } else {
      int[] marks = several.get(-1 - state);
      int[] longer = Arrays.copyOf(marks, marks.length + 1);
      longer[marks.length] = mark;
      several.set(-1 - state, longer);
    }
  }

  /** Removes a provider of the content. */
  void remove(int content, int mark) {
    int[] left = of(content).filter(other -> other != mark).toArray();
    int state = states[content];
    if (left.length > 1) {
      several.set(-1 - state, left);
      return;
    }
    states[content] = left.length == 0 ? 0 : left[0] + 1;
    if (state < 0) {
      several.remove(-1 - state);
    }
  }
}
