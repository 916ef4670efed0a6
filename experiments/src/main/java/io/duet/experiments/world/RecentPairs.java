package io.duet.experiments.world;

import io.duet.bounded.Mixing;

/**
 * A set of recent pairs of numbers, by their hash of 64 bits: at most 2^21 pairs in 32 MiB, the
 * oldest are dropped first; different pairs collide once in 10^13.
 */
final class RecentPairs {
  private static final int GENERATION = 1 << 20;

  private Generation young = new Generation();
  private Generation old = new Generation();

  /** Adds a pair; false if it is present already. */
  boolean add(long one, long other) {
    long hash = Mixing.mix(one + Mixing.mix(other) * Mixing.GOLDEN) | 1; // never 0, which is free
    if (young.contains(hash) || old.contains(hash)) {
      return false;
    }
    if (young.size >= GENERATION) {
      old = young;
      young = new Generation();
    }
    young.add(hash);
    return true;
  }

  /** An open-addressed table of hashes, which grows on demand. */
  private static final class Generation {
    private long[] hashes = new long[1 << 10];
    private int size;

    boolean contains(long hash) {
      return hashes[place(hash)] == hash;
    }

    void add(long hash) {
      if (2 * (size + 1) > hashes.length) {
        grow();
      }
      hashes[place(hash)] = hash;
      size++;
    }

    private int place(long hash) {
      int mask = hashes.length - 1;
      int place = (int) (hash >>> 1) & mask;
      while (hashes[place] != 0 && hashes[place] != hash) {
        place = place + 1 & mask;
      }
      return place;
    }

    private void grow() {
      long[] before = hashes;
      hashes = new long[2 * before.length];
      for (long hash : before) {
        if (hash != 0) {
          hashes[place(hash)] = hash;
        }
      }
    }
  }
}
