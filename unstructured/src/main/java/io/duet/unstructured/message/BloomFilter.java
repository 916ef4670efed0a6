package io.duet.unstructured.message;

import io.duet.bounded.Mixing;
import io.duet.node.Key;
import io.duet.overlay.Keywords;
import io.duet.wire.Wire;
import java.util.Arrays;

/**
 * A Bloom filter: a set of keys and words in a fixed number of bits, with false positives but no
 * false negatives (B. Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM
 * 13(7), 1970). The bits of an element follow from one hash by double hashing (A. Kirsch, M.
 * Mitzenmacher, "Less hashing, same performance", ESA 2006). With n elements, m bits and k hashes
 * the rate of false positives is (1 - e^(-kn/m))^k.
 */
@Wire.By(
    value = BloomFilterSerializer.class,
    shape = "filter 1.." + BloomFilter.BITS_MAX / Long.SIZE + " blocks",
    bytesMin = 3)
public final class BloomFilter {
  /** The fewest bits of a filter. */
  public static final int BITS_MIN = 64;

  /** The most bits of a filter. */
  public static final int BITS_MAX = 1 << 20;

  /** The most bits for one element. */
  public static final int HASHES_MAX = 16;

  /**
   * A filter with more than this share of its bits set is saturated. The best k sets half of them;
   * beyond this share, four hashes have a third of false positives.
   */
  public static final double FILL_MAX = 0.75;

  private static final long KEYS = 1; // salts, the same on every node
  private static final long WORDS = 2;

  private final long[] blocks;
  private final int hashes;

  /**
   * An empty filter.
   *
   * @param bits {@value #BITS_MIN} to {@link #BITS_MAX}, a multiple of 64
   * @param hashes bits for each element, 1 to {@value #HASHES_MAX}
   * @throws IllegalArgumentException beyond these bounds
   */
  public BloomFilter(int bits, int hashes) {
    this(new long[Math.max(0, bits) / Long.SIZE], hashes);
    if (bits() != bits) {
      throw new IllegalArgumentException("a filter has a multiple of 64 bits");
    }
  }

  /** A filter with these bits set. */
  public BloomFilter(long[] blocks, int hashes) {
    if (!isShape(blocks.length, hashes)) {
      throw new IllegalArgumentException(
          "a filter has 64 to " + BITS_MAX + " bits and 1 to " + HASHES_MAX + " hashes");
    }
    this.blocks = blocks;
    this.hashes = hashes;
  }

  static boolean isShape(int blocks, int hashes) {
    return blocks >= 1 && blocks <= BITS_MAX / Long.SIZE && hashes >= 1 && hashes <= HASHES_MAX;
  }

  /** Number of bits, set or not. */
  public int bits() {
    return blocks.length * Long.SIZE;
  }

  /** Number of bits that an element sets. */
  public int hashes() {
    return hashes;
  }

  /** The i-th 64 bits, for the wire. */
  long block(int place) {
    return blocks[place];
  }

  /** Adds a key. */
  public void add(Key key) {
    add(SaltedHash.of(KEYS, key));
  }

  /** Adds each of these words. */
  public void add(Keywords words) {
    words.list().forEach(word -> add(SaltedHash.of(WORDS, word)));
  }

  private void add(long hash) {
    for (int i = 0; i < hashes; i++) {
      int bit = bit(hash, i);
      blocks[bit >> 6] |= 1L << bit;
    }
  }

  /** Whether a key may have been added; false when it has not. */
  public boolean mayHold(Key key) {
    return mayHold(SaltedHash.of(KEYS, key));
  }

  /** Whether all of these words may have been added, possibly in different names. */
  public boolean mayHold(Keywords words) {
    return words.list().stream().allMatch(word -> mayHold(SaltedHash.of(WORDS, word)));
  }

  /** Whether there may be results for these criteria. */
  public boolean mayAnswer(SearchCriteria criteria) {
    return criteria instanceof SearchCriteria.OfKey sought
        ? mayHold(sought.key())
        : mayHold(((SearchCriteria.OfWords) criteria).words());
  }

  private boolean mayHold(long hash) {
    for (int i = 0; i < hashes; i++) {
      int bit = bit(hash, i);
      if ((blocks[bit >> 6] >>> bit & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The place of the i-th bit of an element. */
  private int bit(long hash, int i) {
    long step = hash + i * Mixing.mix(hash);
    return (int) (((step >>> 32) * bits()) >>> 32);
  }

  /** The share of bits that are set, 0 to 1. */
  public double fill() {
    long set = 0;
    for (long block : blocks) {
      set += Long.bitCount(block);
    }
    return set / (double) bits();
  }

  /** Whether more than {@link #FILL_MAX} of its bits are set, which makes it useless. */
  public boolean isSaturated() {
    return fill() > FILL_MAX;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BloomFilter filter
        && hashes == filter.hashes
        && Arrays.equals(blocks, filter.blocks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(blocks) + hashes;
  }

  @Override
  public String toString() {
    return "%d bits, %.0f %% set, %d hashes".formatted(bits(), 100 * fill(), hashes);
  }
}
