package io.duet.unstructured.index;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.unstructured.message.SaltedHash;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Maps keys to numbers and numbers to contents, by open addressing with linear probing (D. Knuth,
 * The Art of Computer Programming, volume 3, section 6.4, algorithms L and R). A content takes 10
 * to 17 bytes in addition to its row.
 */
final class ContentTable {
  static final int NONE = -1;

  private static final int[] NO_SLOTS = {0};
  private static final byte[][] NO_ROWS = {};
  private static final byte[] VACANT = {};

  private final long salt;
  private final IdAllocator numbers = new IdAllocator();
  private byte[][] rows = NO_ROWS;
  private int[] slots = NO_SLOTS; // a number plus 1, or 0; at most two thirds are in use

  ContentTable(long salt) {
    this.salt = salt;
  }

  int size() {
    return numbers.taken();
  }

  /** The {@link ContentRow} of a content. */
  byte[] get(int number) {
    return rows[number];
  }

  /** Visits all rows, in the order of their numbers. */
  void forEach(Consumer<byte[]> action) {
    for (int number = 0; number < numbers.end(); number++) {
      if (rows[number].length > 0) {
        action.accept(rows[number]);
      }
    }
  }

  /** The number of the content with this key, or {@link #NONE}. */
  int find(Key key) {
    long hash = SaltedHash.of(salt, key);
    int slot = home(hash);
    while (slots[slot] != 0 && !ContentRow.is(get(slots[slot] - 1), hash, key)) {
      slot = next(slot);
    }
    return slots[slot] - 1;
  }

  /** Adds a new content and returns its number. */
  int add(Key key, @Nullable ContentName name) {
    int number = numbers.take();
    if (number == rows.length) {
      rows = Arrays.copyOf(rows, IdAllocator.grown(number));
    }
    rows[number] = ContentRow.of(SaltedHash.of(salt, key), key, name);
    if (3L * size() > 2L * slots.length) {
      grow();
    } else {
      place(number);
    }
    return number;
  }

  /** Sets or removes the name of a content. */
  void rename(int number, Key key, @Nullable ContentName name) {
    rows[number] = ContentRow.of(SaltedHash.of(salt, key), key, name);
  }

  void remove(int number) {
    vacate(slotOf(number));
    rows[number] = VACANT;
    numbers.giveBack(number);
    if (size() == 0) {
      rows = NO_ROWS;
      slots = NO_SLOTS;
    }
  }

  private int home(int number) {
    return home(ContentRow.hash(salt, get(number)));
  }

  private int home(long hash) {
    return (int) hash & slots.length - 1;
  }

  private int next(int slot) {
    return slot + 1 & slots.length - 1;
  }

  private void place(int number) {
    int slot = home(number);
    while (slots[slot] != 0) {
      slot = next(slot);
    }
    slots[slot] = number + 1;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < numbers.end(); number++) {
      if (rows[number].length > 0) {
        place(number);
      }
    }
  }

  private int slotOf(int number) {
    int slot = home(number);
    while (slots[slot] != number + 1) {
      slot = next(slot);
    }
    return slot;
  }

  /** Empties a slot, and moves the entries behind it nearer to their home slots. */
  private void vacate(int emptied) {
    int hole = emptied;
    for (int slot = next(hole); slots[slot] != 0; slot = next(slot)) {
      int home = home(slots[slot] - 1);
      if ((slot - home & slots.length - 1) >= (slot - hole & slots.length - 1)) {
        slots[hole] = slots[slot];
        hole = slot;
      }
    }
    slots[hole] = 0;
  }
}
