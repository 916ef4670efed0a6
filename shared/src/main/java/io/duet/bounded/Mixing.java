package io.duet.bounded;

/**
 * Mixes the bits of 64-bit numbers: equal numbers give equal results, and similar ones results that
 * look independent. It is no protection against an attacker that chooses the numbers.
 */
public final class Mixing {
  /** The odd number next to 2^64 divided by the golden ratio: the step of SplitMix64. */
  public static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private static final long FACTOR = 0xBF58_476D_1CE4_E5B9L;

  private Mixing() {}

  /**
   * Spreads every bit over all others: the finalizer of SplitMix64 (G. Steele et al., "Fast
   * splittable pseudorandom number generators", OOPSLA 2014), a bijection.
   */
  public static long mix(long bits) {
    long mixed = (bits ^ bits >>> 30) * FACTOR;
    mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ mixed >>> 31;
  }

  /** Combines two numbers in two multiplications; only the upper bits are well mixed. */
  public static long combine(long one, long other) {
    return (one ^ other * GOLDEN) * FACTOR;
  }
}
