package io.duet.wire;

/**
 * Writes and reads the immutable values of a class, and counts their bytes, which a simulation
 * needs. {@link #read} returns a value equal to the one that {@link #write} wrote. It is stateless,
 * so all threads share it.
 */
public interface WireSerializer<T> {

  /** Writes a value. */
  void write(WireOutput out, T value);

  /**
   * Reads a value, and allocates no more than the bytes left can fill.
   *
   * @throws MalformedMessageException if the bytes are no such value
   */
  T read(WireInput in);

  /** The bytes of a value, with IPv4 addresses, and its peers' addresses, as {@link #size}. */
  long sizeOf(T value);

  /** Packs a number of bytes and a number of addresses into one number; sums add up both. */
  static long size(int bytes, int addresses) {
    return (long) addresses << Integer.SIZE | bytes;
  }

  /** The bytes of a size. */
  static int bytes(long size) {
    return (int) size;
  }

  /** The addresses of a size. */
  static int addresses(long size) {
    return (int) (size >>> Integer.SIZE);
  }
}
