package io.duet.unstructured.index;

import java.util.Arrays;

/**
 * The providers of each content, as marks from 0 on, in the order in which they were added. Most
 * contents have one provider, which takes 4 bytes.
 */
final class ContentProviders {
  private static final int[] NONE = {};

  /** The marks of a content that has several. */
  private static final class Several {
    private int[] marks = new int[2];
    private int size;

    void add(int mark) {
      if (size == marks.length) {
        marks = Arrays.copyOf(marks, NumberedPool.grown(size));
      }
      marks[size++] = mark;
    }

    void remove(int place) {
      System.arraycopy(marks, place + 1, marks, place, --size - place);
      marks = size < marks.length / 2 ? Arrays.copyOf(marks, size) : marks;
    }
  }

  private int[] states =
      NONE; // by content: 0, its only mark plus 1, or minus 1 and its number in several
  private final NumberedPool<Several> several = new NumberedPool<>();

  /** Number of providers of this content. */
  int count(int content) {
    int state = content < states.length ? states[content] : 0;
    return state < 0 ? several.get(-1 - state).size : Integer.signum(state);
  }

  /** The provider at a place from 0 to {@link #count} - 1, the oldest first. */
  int get(int content, int place) {
    int state = states[content];
    return state < 0 ? several.get(-1 - state).marks[place] : state - 1;
  }

  boolean contains(int content, int mark) {
    return placeOf(content, mark) >= 0;
  }

  /** The place of a provider; -1 if the content does not have it. */
  private int placeOf(int content, int mark) {
    int place = count(content) - 1;
    while (place >= 0 && get(content, place) != mark) {
      place--;
    }
    return place;
  }

  /** Adds a provider that the content does not have yet. */
  void add(int content, int mark) {
    if (content >= states.length) {
      states = Arrays.copyOf(states, Math.max(content + 1, NumberedPool.grown(states.length)));
    }
    int state = states[content];
    if (state == 0) {
      states[content] = mark + 1;
    } else if (state < 0) {
      several.get(-1 - state).add(mark);
    } else {
      Several marks = new Several();
      marks.add(state - 1);
      marks.add(mark);
      states[content] = -1 - several.add(marks);
    }
  }

  /** Removes a provider of the content. */
  void remove(int content, int mark) {
    int state = states[content];
    if (state > 0) {
      states[content] = 0;
      return;
    }
    Several marks = several.get(-1 - state);
    marks.remove(placeOf(content, mark));
    if (marks.size == 1) {
      states[content] = marks.marks[0] + 1;
      several.remove(-1 - state);
    }
  }
}
