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
 * @param write takes a {@link WireOutput} and a T
 * @param read takes a {@link WireInput} and returns a T
 * @param size takes a T and returns what {@link WireSerializer#sizeOf} does; null when every value
 *     takes {@code bytesMin} bytes and holds no address
 */
record Part(
    String shape,
    String text,
    int bytesMin,
    MethodHandle write,
    MethodHandle read,
    @Nullable MethodHandle size) {

  private static final MethodType WRITE_ANY =
      methodType(void.class, WireOutput.class, Object.class);
  private static final MethodType READ_ANY = methodType(Object.class, WireInput.class);
  private static final MethodType SIZE_ANY = methodType(long.class, Object.class);
  private static final MethodHandle IS_NULL = Methods.own(Part.class, "isNull");
  private static final MethodHandle PLUS_ONE = Methods.own(Part.class, "plusOne");

  Class<?> type() {
    return read.type().returnType();
  }

  /** The handle for the size of a value, also if all values have the same size. */
  MethodHandle measured() {
    return size != null
        ? size
        : MethodHandles.dropArguments(
            MethodHandles.constant(long.class, (long) bytesMin), 0, type());
  }

  /** The same with parameters and results of type Object. */
  Part boxed() {
    return new Part(
        shape,
        text,
        bytesMin,
        write.asType(WRITE_ANY),
        read.asType(READ_ANY),
        measured().asType(SIZE_ANY));
  }

  /** The format of a value or null: 1 byte, 0 for null, or 1 and the value. */
  Part optional() {
    MethodHandle isNull = IS_NULL.asType(methodType(boolean.class, type()));
    MethodHandle writeFlag = Methods.out("writeBoolean", boolean.class);
    MethodHandle writeNull =
        MethodHandles.dropArguments(MethodHandles.insertArguments(writeFlag, 1, false), 1, type());
    MethodHandle writeValue =
        MethodHandles.foldArguments(write, MethodHandles.insertArguments(writeFlag, 1, true));
    MethodHandle nothing =
        MethodHandles.dropArguments(MethodHandles.constant(type(), null), 0, WireInput.class);
    MethodHandle one =
        MethodHandles.dropArguments(MethodHandles.constant(long.class, 1L), 0, type());
    return new Part(
        "optional " + shape,
        "optional " + text,
        1,
        MethodHandles.guardWithTest(
            MethodHandles.dropArguments(isNull, 0, WireOutput.class), writeNull, writeValue),
        MethodHandles.guardWithTest(Methods.in("readBoolean", boolean.class), read, nothing),
        MethodHandles.guardWithTest(
            isNull, one, MethodHandles.filterReturnValue(measured(), PLUS_ONE)));
  }

  /** The format of another type whose values are converted to this type. */
  Part as(MethodHandle toThis, MethodHandle fromThis) {
    return new Part(
        shape,
        text,
        bytesMin,
        MethodHandles.filterArguments(write, 1, toThis),
        MethodHandles.filterReturnValue(read, fromThis),
        size == null ? null : MethodHandles.filterArguments(size, 0, toThis));
  }

  /** The format of a serializer. */
  static Part of(Class<?> type, WireSerializer<?> serializer) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    Class<?> owner = WireSerializer.class;
    Class<?> any = Object.class;
    return new Part(
        serializer.shape(),
        serializer.shape(),
        serializer.bytesMin(),
        Methods.virtual(lookup, owner, "write", void.class, WireOutput.class, any)
            .bindTo(serializer)
            .asType(methodType(void.class, WireOutput.class, type)),
        Methods.virtual(lookup, owner, "read", any, WireInput.class)
            .bindTo(serializer)
            .asType(methodType(type, WireInput.class)),
        Methods.virtual(lookup, owner, "sizeOf", long.class, any)
            .bindTo(serializer)
            .asType(methodType(long.class, type)));
  }

  private static boolean isNull(@Nullable Object value) {
    return value == null;
  }

  private static long plusOne(long size) {
    return size + 1;
  }
}
