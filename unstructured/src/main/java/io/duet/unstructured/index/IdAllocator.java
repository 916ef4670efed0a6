package io.duet.unstructured.index;

import java.util.Arrays;

/** Numbers from 0 on that are handed out and come back; the last that came back is the next. */
final class IdAllocator {
  private static final int[] NONE = {};

  private int[] free = NONE;
  private int freeCount;
  private int end;

  int take() {
    return freeCount > 0 ? free[--freeCount] : end++;
  }

  void giveBack(int number) {
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, grown(freeCount));
    }
    free[freeCount++] = number;
    if (taken() == 0) {
      free = NONE;
      freeCount = 0;
      end = 0;
    }
  }

  /** All that are out are below this one. */
  int end() {
    return end;
  }

  /** How many are out. */
  int taken() {
    return end - freeCount;
  }

  /** The length to which a full array grows: a quarter more, for there are many small ones. */
  static int grown(int length) {
    return length + length / 4 + 2 & ~1; // an array of ints is padded to an even length anyway
  }
}
