package io.duet.unstructured.index;

import java.util.Arrays;

/** Allocates numbers from 0 on; the number released last is allocated next. */
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

  /** The exclusive upper bound of all allocated numbers. */
  int end() {
    return end;
  }

  /** Number of allocated numbers. */
  int taken() {
    return end - freeCount;
  }

  /** The length to which a full array grows: by a quarter, because many arrays are small. */
  static int grown(int length) {
    return length + length / 4 + 2 & ~1; // an array of ints is padded to an even length anyway
  }
}
