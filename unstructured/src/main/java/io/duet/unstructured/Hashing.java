package io.duet.unstructured;

import static io.duet.bounded.Mixing.mix;

import io.duet.node.Key;

/**
 * Hashes of keys and words in 64 bits. Whoever does not know the salt cannot make two things that
 * fall together on purpose.
 */
final class Hashing {
  private Hashing() {}

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
