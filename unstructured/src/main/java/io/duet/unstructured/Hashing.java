package io.duet.unstructured;

import io.duet.node.Key;

/**
 * Hashes of keys and words in 64 bits. Whoever does not know the salt cannot make two things that
 * fall together on purpose.
 */
final class Hashing {
  private Hashing() {}

  /** Spreads every bit over all others (D. Stafford, "Better bit mixing", 2011, variant 13). */
  static long mix(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  static long of(long salt, Key key) {
    return mix(mix(mix(mix(salt ^ key.a()) ^ key.b()) ^ key.c()) ^ key.d());
  }

  static long of(long salt, String word) {
    long hash = salt;
    for (int i = 0; i < word.length(); i++) {
      hash = mix(hash ^ word.charAt(i));
    }
    return hash;
  }
}
