package io.duet.unstructured.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The providers of each content, as marks from 0 on, in the order in which they were added. Most
 * contents have one provider, which takes 4 bytes.
 */
final class ContentProviders {
  private static final int[] NONE = {};
  private static final Several VACANT = new Several();

  /** The marks of a content that has several. */
  private static final class Several {
    private int[] marks = NONE;
    private int size;

    void add(int mark) {
      if (size == marks.length) {
        marks = Arrays.copyOf(marks, IdAllocator.grown(size));
      }
      marks[size++] = mark;
    }

    void remove(int mark) {
      int place = 0;
      while (marks[place] != mark) {
        place++;
      }
      System.arraycopy(marks, place + 1, marks, place, size - place - 1);
      size--;
      if (size < marks.length / 2) {
        marks = Arrays.copyOf(marks, size);
      }
    }
  }

  private int[] states =
      NONE; // by content: 0, its one mark plus 1, or its place in several minus -1
  private final List<Several> several = new ArrayList<>(0);
  private final IdAllocator places = new IdAllocator();

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

  /** Adds a provider that the content does not have yet. */
  void add(int content, int mark) {
    if (content >= states.length) {
      states = Arrays.copyOf(states, Math.max(content + 1, IdAllocator.grown(states.length)));
    }
    int state = states[content];
    if (state == 0) {
      states[content] = mark + 1;
    } else {
      (state < 0 ? several.get(-1 - state) : makeSeveral(content, state - 1)).add(mark);
    }
  }

  private Several makeSeveral(int content, int first) {
    Several marks = new Several();
    marks.add(first);
    int place = places.take();
    if (place == several.size()) {
      several.add(marks);
    } else {
      several.set(place, marks);
    }
    states[content] = -1 - place;
    return marks;
  }

  /** Removes a provider of the content. */
  void remove(int content, int mark) {
    int state = states[content];
    if (state > 0) {
      states[content] = 0;
      return;
    }
    Several marks = several.get(-1 - state);
    marks.remove(mark);
    if (marks.size == 1) {
      states[content] = marks.marks[0] + 1;
      several.set(-1 - state, VACANT);
      places.giveBack(-1 - state);
    }
  }
}
