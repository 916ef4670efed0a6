package io.duet.unstructured.index;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A set of numbers from 0 on, as a sorted array, or as a bit set where that is no larger. It takes
 * at most 8 bytes per number, and sets are intersected in blocks of 64.
 */
final class HybridIntSet {
  private static final int[] NONE = {};

  private int size;
  private Object ids = NONE; // int[], sorted; or long[], bits

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean contains(int id) {
    if (ids instanceof long[] bits) {
      int block = id >> 6;
      return block < bits.length && (bits[block] >>> id & 1) != 0;
    }
    return place(id) >= 0;
  }

  private int place(int id) {
    return Arrays.binarySearch((int[]) ids, 0, size, id);
  }

  /** Adds a number; false when the set has it already. */
  boolean add(int id) {
    if (contains(id)) {
      return false;
    }
    if (ids instanceof long[] bits && (id >> 6) >= bits.length) {
      makeRoom(bits, id >> 6);
    }
    if (ids instanceof long[] bits) {
      bits[id >> 6] |= 1L << id;
    } else {
      insert((int[]) ids, -1 - place(id), id);
    }
    size++;
    choose();
    return true;
  }

  private void makeRoom(long[] bits, int block) {
    if (block < 2 * size) {
      ids = Arrays.copyOf(bits, Math.max(block + 1, bits.length + bits.length / 8));
    } else {
      ids = toArray();
    }
  }

  private void insert(int[] sorted, int place, int id) {
    int[] longer =
        size < sorted.length ? sorted : Arrays.copyOf(sorted, NumberedPool.grown(sorted.length));
    System.arraycopy(longer, place, longer, place + 1, size - place);
    longer[place] = id;
    ids = longer;
  }

  /** Removes a number; false when the set does not have it. */
  boolean remove(int id) {
    if (!contains(id)) {
      return false;
    }
    if (ids instanceof long[] bits) {
      bits[id >> 6] &= ~(1L << id);
    } else {
      delete((int[]) ids, place(id));
    }
    size--;
    choose();
    return true;
  }

  private void delete(int[] sorted, int place) {
    System.arraycopy(sorted, place + 1, sorted, place, size - place - 1);
    ids = size < sorted.length / 2 ? Arrays.copyOf(sorted, size) : sorted;
  }

  /** Chooses bits from one number per block on, and an array below half of that. */
  private void choose() {
    if (ids instanceof long[] bits) {
      if (2 * size < bits.length) {
        ids = toArray();
      }
    } else if (size > 1 && ((int[]) ids)[size - 1] >> 6 < size) {
      ids = toBits((int[]) ids);
    }
  }

  private long[] toBits(int[] sorted) {
    long[] bits = new long[(sorted[size - 1] >> 6) + 1];
    for (int i = 0; i < size; i++) {
      bits[sorted[i] >> 6] |= 1L << sorted[i];
    }
    return bits;
  }

  /** All numbers, in ascending order. */
  int[] toArray() {
    return ids instanceof long[] bits
        ? BitSet.valueOf(bits).stream().toArray()
        : Arrays.copyOf((int[]) ids, size);
  }

  /** A cursor at the beginning, valid until the set changes. */
  Cursor cursor() {
    return new Cursor();
  }

  /** Reads the set in ascending blocks of 64 numbers; block i begins at 64 i. */
  final class Cursor {
    private int at;

    /** The first nonempty block from this one on, or a negative number. */
    int blockFrom(int block) {
      if (ids instanceof long[] bits) {
        at = block;
        while (at < bits.length && bits[at] == 0) {
          at++;
        }
        return at < bits.length ? at : -1;
      }
      int[] sorted = (int[]) ids;
      gallop(sorted, block << 6);
      return at < size ? sorted[at] >> 6 : -1;
    }

    /** The numbers of the block found last, as bits. */
    long bits() {
      if (ids instanceof long[] bits) {
        return bits[at];
      }
      int[] sorted = (int[]) ids;
      long found = 0;
      for (int i = at; i < size && sorted[i] >> 6 == sorted[at] >> 6; i++) {
        found |= 1L << sorted[i];
      }
      return found;
    }

    /** Moves to the first number that is at least this one, in steps that double. */
    private void gallop(int[] sorted, int least) {
      int step = 1;
      while (at + step < size && sorted[at + step] < least) {
        at += step;
        step *= 2;
      }
      if (at < size && sorted[at] < least) {
        int found = Arrays.binarySearch(sorted, at + 1, Math.min(at + step, size), least);
        at = found >= 0 ? found : -1 - found;
      }
    }
  }
}
