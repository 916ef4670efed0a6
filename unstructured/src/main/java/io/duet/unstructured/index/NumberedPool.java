package io.duet.unstructured.index;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Numbers objects from 0 on; the next object receives the number that was released last. */
final class NumberedPool<T> {
  private static final Object[] NO_OBJECTS = {};
  private static final int[] NO_NUMBERS = {};

  private @Nullable Object[] objects = NO_OBJECTS; // null at a released number
  private int[] released = NO_NUMBERS;
  private int releasedCount;
  private int end; // of the numbers in use

  int size() {
    return end - releasedCount;
  }

  /** The numbers in use, in ascending order. */
  IntStream numbers() {
    return IntStream.range(0, end).filter(number -> objects[number] != null);
  }

  /** Adds an object and returns its number. */
  int add(T object) {
    int number = releasedCount > 0 ? released[--releasedCount] : end++;
    if (number == objects.length) {
      objects = Arrays.copyOf(objects, grown(number));
    }
    objects[number] = object;
    return number;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // a number in use has an object
  T get(int number) {
    return (T) objects[number];
  }

  void set(int number, T object) {
    objects[number] = object;
  }

  /** Releases a number; an empty pool begins at 0 again. */
  void remove(int number) {
    objects[number] = null;
    if (releasedCount == released.length) {
      released = Arrays.copyOf(released, grown(releasedCount));
    }
    released[releasedCount++] = number;
    if (size() == 0) {
      objects = NO_OBJECTS;
      released = NO_NUMBERS;
      releasedCount = 0;
      end = 0;
    }
  }

  /** The length to which a full array grows: by a quarter, because many arrays are small. */
  static int grown(int length) {
    return length + length / 4 + 2 & ~1; // an array of ints is padded to an even length anyway
  }
}
