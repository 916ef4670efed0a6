package io.duet.wire;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The format of a sealed interface: one byte with the index of the record among the permitted ones,
 * and the record.
 */
final class SealedPart {
  private final Class<?>[] types;
  private final MethodHandle[] write;
  private final MethodHandle[] read;
  private final MethodHandle[] size;

  private SealedPart(Class<?>[] types, List<Part> parts) {
    this.types = types;
    this.write = parts.stream().map(Part::write).toArray(MethodHandle[]::new);
    this.read = parts.stream().map(Part::read).toArray(MethodHandle[]::new);
    this.size = parts.stream().map(Part::measured).toArray(MethodHandle[]::new);
  }

  /** The values of this interface. */
  static Part of(Class<?> type) {
    Class<?>[] types = type.getPermittedSubclasses();
    List<Part> parts = Arrays.stream(types).map(Parts::of).toList();
    SealedPart part = new SealedPart(types, parts.stream().map(Part::boxed).toList());
    MethodHandle write = Methods.own(SealedPart.class, "writeValue").bindTo(part);
    MethodHandle read = Methods.own(SealedPart.class, "readValue").bindTo(part);
    MethodHandle size = Methods.own(SealedPart.class, "sizeOf").bindTo(part);
    return new Part(
        parts.stream().map(Part::shape).collect(Collectors.joining(" or ", "either ", "")),
        parts.stream().map(Part::text).collect(Collectors.joining(" or ", "either ", "")),
        1 + parts.stream().mapToInt(Part::bytesMin).min().orElse(0),
        write.asType(write.type().changeParameterType(1, type)),
        read.asType(read.type().changeReturnType(type)),
        size.asType(size.type().changeParameterType(0, type)));
  }

  private int indexOf(Object value) {
    int index = 0;
    while (types[index] != value.getClass()) {
      index++;
    }
    return index;
  }

  private void writeValue(WireOutput out, Object value) throws Throwable {
    int index = indexOf(value);
    out.writeByte(index);
    write[index].invokeExact(out, value);
  }

  private Object readValue(WireInput in) throws Throwable {
    return (Object) read[in.readBelow(read.length)].invokeExact(in);
  }

  private long sizeOf(Object value) throws Throwable {
    return 1 + (long) size[indexOf(value)].invokeExact(value);
  }
}
