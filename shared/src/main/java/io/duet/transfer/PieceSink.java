package io.duet.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of requested pieces as they arrive; one of the last three methods ends each. */
public interface PieceSink {

  /**
   * Takes the next bytes of a piece, which are not verified yet.
   *
   * @param offset the first byte within the piece
   * @param bytes valid only during this call
   */
  void write(int piece, int offset, ByteBuffer bytes) throws IOException;

  /** All bytes of a piece have arrived; {@code intact} says whether their hash is right. */
  void ended(int piece, boolean intact);

  /** The provider has refused a piece, or its stream has ended. */
  void refused(int piece);

  /** The bytes could not be written. */
  void unwritable(IOException problem);
}
