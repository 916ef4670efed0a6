package io.duet.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * A Kryo serializer of immutable values that also counts the bytes of a value, which a simulation
 * needs. {@link #read} returns a value equal to the one that {@link #write} wrote. It is stateless,
 * so all threads share it.
 */
public abstract class WireSerializer<T> extends Serializer<T> {
  private static final int ADDRESSES_SHIFT = 32;

  private final String shape;
  private final int bytesMin;

  /**
   * A serializer of values of this shape.
   *
   * @param shape the form and its bounds, in a constant phrase that goes into the fingerprint
   * @param bytesMin the fewest bytes that a value takes, 1 or more
   */
  public WireSerializer(String shape, int bytesMin) {
    super(false, true);
    this.shape = shape;
    this.bytesMin = bytesMin;
  }

  /** Writes a value. */
  public abstract void write(WireOutput out, T value);

  /**
   * Reads a value, and allocates no more than the bytes left can fill.
   *
   * @throws MalformedMessageException if the bytes are no such value
   */
  public abstract T read(WireInput in);

  /** The bytes that a value takes, and the peers' addresses in it, as {@link #size} packs them. */
  public abstract long sizeOf(T value);

  /** Packs a number of bytes and a number of addresses into one number; sums add up both. */
  public static long size(int bytes, int addresses) {
    return (long) addresses << ADDRESSES_SHIFT | bytes;
  }

  static int bytes(long size) {
    return (int) size;
  }

  static int addresses(long size) {
    return (int) (size >>> ADDRESSES_SHIFT);
  }

  final String shape() {
    return shape;
  }

  final int bytesMin() {
    return bytesMin;
  }

  @Override
  public final void write(Kryo kryo, Output output, T value) {
    write((WireOutput) output, value);
  }

  @Override
  public final T read(Kryo kryo, Input input, Class<? extends T> type) {
    return read((WireInput) input);
  }
}
