package io.duet.unstructured.index;

/**
 * Numbers other than 0 by 32-bit hashes, by open addressing with linear probing (D. Knuth, The Art
 * of Computer Programming, volume 3, section 6.4, algorithms L and R). An entry takes 11 to 22
 * bytes.
 */
final class HashSlots {
  private static final long[] EMPTY = {0};

  private long[] slots = EMPTY; // a hash in the upper half and its number, at most 3/4 in use
  private int size;

  int size() {
    return size;
  }

  /** The first slot with this hash, or a slot with the number 0. */
  int first(int hash) {
    return from(hash, hash);
  }

  /** The slot with the same hash that follows, or a slot with the number 0. */
  int next(int slot) {
    return from(slot + 1, hash(slot));
  }

  private int from(int start, int hash) {
    int slot = start & slots.length - 1;
    while (number(slot) != 0 && hash(slot) != hash) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private int hash(int slot) {
    return (int) (slots[slot] >>> 32);
  }

  int number(int slot) {
    return (int) slots[slot];
  }

  /** Replaces the number of a slot by another one, not 0. */
  void set(int slot, int number) {
    slots[slot] = entry(hash(slot), number);
  }

  private static long entry(int hash, int number) {
    return (long) hash << 32 | number & 0xffff_ffffL;
  }

  /** Adds a number, even where the hash has others. */
  void add(int hash, int number) {
    size++;
    if (4L * size > 3L * slots.length) {
      grow();
    }
    place(entry(hash, number));
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long entry : old) {
      if (entry != 0) {
        place(entry);
      }
    }
  }

  private void place(long entry) {
    int slot = (int) (entry >>> 32) & slots.length - 1;
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = entry;
  }

  /** Empties a slot, and moves the entries behind it nearer to their home slots. */
  void remove(int emptied) {
    int mask = slots.length - 1;
    int hole = emptied;
    for (int slot = hole + 1 & mask; slots[slot] != 0; slot = slot + 1 & mask) {
      if ((slot - hash(slot) & mask) >= (slot - hole & mask)) {
        slots[hole] = slots[slot];
        hole = slot;
      }
    }
    slots[hole] = 0;
    size--;
    if (size == 0) {
      slots = EMPTY;
    }
  }
}
