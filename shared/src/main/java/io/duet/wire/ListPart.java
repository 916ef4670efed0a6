package io.duet.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/** Lists: how many elements there are, as a varint, and each of them. */
final class ListPart {
  private ListPart() {}

  /** Lists of such elements. */
  static Part of(Wire.Count bounds, Part element) {
    String count = "list %d..%d of ".formatted(bounds.min(), bounds.max());
    MethodHandle write = Methods.own(ListPart.class, "write");
    MethodHandle read = Methods.own(ListPart.class, "read");
    MethodHandle size = Methods.own(ListPart.class, "size");
    return new Part(
        count + element.shape(),
        count + element.text(),
        1 + bounds.min() * element.bytesMin(),
        MethodHandles.insertArguments(write, 0, element.write()),
        MethodHandles.insertArguments(
            read, 0, bounds.min(), bounds.max(), element.bytesMin(), element.read()),
        MethodHandles.insertArguments(size, 0, element.measured()));
  }

  private static void write(MethodHandle element, WireOutput out, List<?> list) throws Throwable {
    out.writeVarInt(list.size());
    for (int i = 0; i < list.size(); i++) { // without an iterator, which would be garbage
      element.invokeExact(out, (Object) list.get(i));
    }
  }

  private static List<?> read(
      int min, int max, int elementBytesMin, MethodHandle element, WireInput in) throws Throwable {
    int count = in.readCount(min, max, elementBytesMin);
    List<Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add((Object) element.invokeExact(in));
    }
    return list;
  }

  private static long size(MethodHandle element, List<?> list) throws Throwable {
    long size = WireOutput.varIntBytes(list.size());
    for (int i = 0; i < list.size(); i++) {
      size += (long) element.invokeExact((Object) list.get(i));
    }
    return size;
  }
}
