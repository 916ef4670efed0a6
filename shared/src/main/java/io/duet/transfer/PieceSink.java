package io.duet.transfer;

import java.nio.ByteBuffer;

/** Takes requested pieces; exactly one method ends each request. */
public interface PieceSink {

  /**
   * A piece has arrived, and its hash is right.
   *
   * @param bytes all of them, valid only during this call
   * @param hash their SHA-256
   */
  void received(int piece, ByteBuffer bytes, byte[] hash);

  /** A piece has arrived with another hash than the manifest promises. */
  void corrupt(int piece);

  /** The provider has refused a piece, or its stream has ended. */
  void refused(int piece);
}
