package io.duet.unstructured.index;

import java.util.List;

/**
 * Iterates over the numbers that several sets have in common, in ascending order. The cursors leap
 * ahead of each other in blocks of 64 (T. Veldhuizen, "Leapfrog triejoin", ICDT 2014, section 3). A
 * bound on steps ends the iteration early.
 */
final class IntSetIntersection {
  static final int NO_MORE = -1;

  private final HybridIntSet.Cursor[] cursors;
  private int block = -1;
  private long bits; // of this block, not returned yet
  private boolean ended;
  private int stepsLeft;

  /** The intersection of these sets; without sets it is empty. */
  IntSetIntersection(List<HybridIntSet> sets, int stepsMax) {
    cursors = sets.stream().map(HybridIntSet::cursor).toArray(HybridIntSet.Cursor[]::new);
    ended = sets.isEmpty();
    stepsLeft = stepsMax;
  }

  /** The next number, or {@link #NO_MORE}. */
  int next() {
    while (bits == 0 && !ended) {
      block = common(block + 1);
      ended = block < 0;
      bits = ended ? 0 : commonBits();
    }
    int id = bits == 0 ? NO_MORE : block << 6 | Long.numberOfTrailingZeros(bits);
    bits &= bits - 1;
    return id;
  }

  /** Whether the bound on steps ended the iteration. */
  boolean isCut() {
    return stepsLeft < 0;
  }

  /** Counts steps for work on the returned numbers. */
  void spend(int steps) {
    stepsLeft -= steps;
  }

  /** The first block from this one on in which all sets have numbers, or {@link #NO_MORE}. */
  private int common(int from) {
    int at = from;
    int agreeing = 0;
    for (int i = 0; agreeing < cursors.length; i = i + 1 < cursors.length ? i + 1 : 0) {
      int found = stepsLeft-- > 0 ? cursors[i].blockFrom(at) : NO_MORE;
      if (found < 0) {
        return NO_MORE;
      }
      agreeing = found == at ? agreeing + 1 : 1;
      at = found;
    }
    return at;
  }

  private long commonBits() {
    long common = -1;
    for (HybridIntSet.Cursor cursor : cursors) {
      common &= cursor.bits();
    }
    return common;
  }
}
