package io.duet.chord;

import java.util.Arrays;

/**
 * States that have been seen, by 64 bits of a hash. Of ten million states, two share a hash with a
 * probability of about 3 in a million.
 */
final class FingerprintSet {
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private long[] slots = new long[1 << 16]; // 0 is free
  private int size;

  /** The fingerprint of a state; never 0. */
  static long of(int[] state) {
    long hash = state.length;
    for (int part : state) {
      hash = (hash ^ part) * GOLDEN;
      hash ^= hash >>> 29;
    }
    hash *= 0xBF58_476D_1CE4_E5B9L;
    return (hash ^ hash >>> 32) | 1L << 63;
  }

  /** Adds a state; false when it has been seen. */
  boolean add(long fingerprint) {
    if (size > slots.length / 2) {
      grow();
    }
    return put(fingerprint);
  }

  private boolean put(long fingerprint) {
    int place = (int) (fingerprint ^ fingerprint >>> 31) & slots.length - 1;
    while (slots[place] != 0) {
      if (slots[place] == fingerprint) {
        return false;
      }
      place = place + 1 & slots.length - 1;
    }
    slots[place] = fingerprint;
    size++;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    size = 0;
    Arrays.stream(old).filter(fingerprint -> fingerprint != 0).forEach(this::put);
  }

  int size() {
    return size;
  }
}
