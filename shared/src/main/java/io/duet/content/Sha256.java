package io.duet.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of pieces and manifests. */
public final class Sha256 {
  private Sha256() {}

  /** A new digest; one thread may use it. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
