package io.duet.wire;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of one Java type T. The method handles are composed once per type; the JIT
 * compiles the composed handle of a message like hand-written code.
 *
 * @param shape form and bounds, without Java names
 * @param text the same with the names of components, for people
 * @param bytesMin the fewest bytes of a value
 * @param addresses the addresses in a value, if all values have the same size
 * @param write takes a {@link WireOutput} and a T
 * @param read takes a {@link WireInput} and returns a T
 * @param size takes a T and returns what {@link WireSerializer#sizeOf} does; null when all values
 *     have the same size
 */
record Part(
    String shape,
    String text,
    int bytesMin,
    int addresses,
    MethodHandle write,
    MethodHandle read,
    @Nullable MethodHandle size) {

  private static final MethodType WRITE_ANY =
      methodType(void.class, WireOutput.class, Object.class);
  private static final MethodType READ_ANY = methodType(Object.class, WireInput.class);
  private static final MethodType SIZE_ANY = methodType(long.class, Object.class);

  /** A format without names. */
  Part(
      String shape,
      int bytesMin,
      MethodHandle write,
      MethodHandle read,
      @Nullable MethodHandle size) {
    this(shape, shape, bytesMin, 0, write, read, size);
  }

  /** The format of a serializer of values of this type. */
  static Part of(
      Class<?> type, String shape, String text, int bytesMin, WireSerializer<?> serializer) {
    return new Part(
        shape,
        text,
        bytesMin,
        0,
        bound("write", serializer, methodType(void.class, WireOutput.class, type)),
        bound("read", serializer, methodType(type, WireInput.class)),
        bound("sizeOf", serializer, methodType(long.class, type)));
  }

  private static MethodHandle bound(String name, WireSerializer<?> serializer, MethodType type) {
    return Methods.own(WireSerializer.class, name).bindTo(serializer).asType(type);
  }

  Class<?> type() {
    return read.type().returnType();
  }

  /** The same under a name that replaces its form. */
  Part named(String name) {
    return new Part(name, name, bytesMin, addresses, write, read, size);
  }

  /** The same for values that all take {@code bytesMin} bytes and hold this many addresses. */
  Part fixed(int addresses) {
    return new Part(shape, text, bytesMin, addresses, write, read, null);
  }

  /** The size of all values, or the fixed share of it. */
  long fixedSize() {
    return size == null ? WireSerializer.size(bytesMin, addresses) : 0;
  }

  /** The same with parameters and results of type Object. */
  Part boxed() {
    return new Part(
        shape,
        text,
        bytesMin,
        addresses,
        write.asType(WRITE_ANY),
        read.asType(READ_ANY),
        size == null ? null : size.asType(SIZE_ANY));
  }

  /** The format of another type whose values are converted to this type. */
  Part as(MethodHandle toThis, MethodHandle fromThis) {
    return new Part(
        shape,
        text,
        bytesMin,
        addresses,
        MethodHandles.filterArguments(write, 1, toThis),
        MethodHandles.filterReturnValue(read, fromThis),
        size == null ? null : MethodHandles.filterArguments(size, 0, toThis));
  }

  /** Writes a value; for boxed formats, as the next two. */
  void writeTo(WireOutput out, Object value) {
    try {
      write.invokeExact(out, value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  Object readFrom(WireInput in) {
    try {
      return (Object) read.invokeExact(in);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  long sizeOf(Object value) {
    try {
      return size == null ? fixedSize() : (long) size.invokeExact(value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Method handles may throw anything; accessors, constructors and serializers do not. */
  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      return e;
    } else if (thrown instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(thrown);
  }
}
