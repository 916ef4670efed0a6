package io.duet.wire;

import java.lang.invoke.MethodHandle;

/**
 * The serializer of a record: its components in the order in which they are declared, each in the
 * form of its type and within the bounds that {@link Wire}'s annotations give it. It is put
 * together once for each class, of method handles; no message costs a reflective call.
 */
public final class RecordFormat<T> extends WireSerializer<T> {
  private final Part part;
  private final MethodHandle write;
  private final MethodHandle read;
  private final MethodHandle size;
  private final boolean fixed;

  private RecordFormat(Part part) {
    super(part.shape(), part.bytesMin());
    this.part = part;
    this.write = part.boxed().write();
    this.read = part.boxed().read();
    this.size = part.boxed().measured();
    this.fixed = part.size() == null;
  }

  /**
   * The format of a record's class.
   *
   * @throws IllegalArgumentException if a component has no form on the wire, or lacks a bound
   */
  public static <T> RecordFormat<T> of(Class<T> type) {
    return new RecordFormat<>(RecordPart.of(type));
  }

  /** The names, forms and bounds of the components, for people. */
  public String text() {
    return part.text();
  }

  @Override
  public void write(WireOutput out, T message) {
    try {
      write.invokeExact(out, (Object) message);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the handle makes values of this class
  public T read(WireInput in) {
    try {
      return (T) (Object) read.invokeExact(in);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public long sizeOf(T message) {
    try {
      return fixed ? bytesMin() : (long) size.invokeExact((Object) message);
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
