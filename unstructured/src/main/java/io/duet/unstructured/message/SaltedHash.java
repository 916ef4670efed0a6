package io.duet.unstructured.message;

import static io.duet.bounded.Mixing.mix;

import io.duet.node.Key;

/** Hashes keys and words to 64 bits. Without the salt an attacker cannot construct collisions. */
public final class SaltedHash {
  private SaltedHash() {}

  public static long of(long salt, Key key) {
    return mix(mix(mix(mix(salt ^ key.a()) ^ key.b()) ^ key.c()) ^ key.d());
  }

  public static long of(long salt, String word) {
    long hash = salt;
    for (int i = 0; i < word.length(); i++) {
      hash = mix(hash ^ word.charAt(i));
    }
    return hash;
  }
}
