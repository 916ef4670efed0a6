package io.duet.wire;

import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.permuteArguments;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The format of records: their components, in the order of their declaration. */
final class RecordPart {
  private static final MethodHandle SUM = Methods.own(RecordPart.class, "sum");

  private final Class<?> type;
  private final RecordComponent[] components;
  private final List<Part> parts = new ArrayList<>(); // write and size take the record

  private RecordPart(Class<?> type) {
    this.type = type;
    this.components = type.getRecordComponents();
    for (RecordComponent component : components) {
      Part part = Parts.of(component.getAnnotatedType());
      MethodHandle accessor = Methods.of(component.getAccessor());
      parts.add(part.as(accessor, MethodHandles.identity(part.type())));
    }
  }

  /** The values of this record. */
  static Part of(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type.getName() + " has no form on the wire");
    }
    RecordPart record = new RecordPart(type);
    return new Part(
        record.parts.stream().map(Part::shape).collect(Collectors.joining(", ", "(", ")")),
        record.fields().stream().collect(Collectors.joining(", ", "(", ")")),
        record.parts.stream().mapToInt(Part::bytesMin).sum(),
        record.parts.stream().mapToInt(Part::addresses).sum(),
        record.write(),
        record.read(),
        record.size());
  }

  private List<String> fields() {
    return IntStream.range(0, components.length)
        .mapToObj(i -> components[i].getName() + ": " + parts.get(i).text())
        .toList();
  }

  /** Calls the writers of all components in order; composed from the last one to the first. */
  private MethodHandle write() {
    MethodHandle all = MethodHandles.empty(methodType(void.class, WireOutput.class, type));
    for (int i = components.length - 1; i >= 0; i--) {
      MethodHandle one = parts.get(i).write();
      all = i == components.length - 1 ? one : foldArguments(all, one);
    }
    return all;
  }

  /**
   * The constructor with an input as an additional argument. Each fold replaces its last value by
   * one that is read before the call, so the first component is read first.
   */
  private MethodHandle read() {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    MethodHandle all =
        dropArguments(Methods.constructor(type, types), types.length, WireInput.class);
    for (int i = types.length - 1; i >= 0; i--) {
      Part part = parts.get(i);
      MethodHandle one = part.read().asType(methodType(types[i], WireInput.class));
      all = foldArguments(all, i, one);
    }
    return all;
  }

  private @Nullable MethodHandle size() {
    long fixed = parts.stream().mapToLong(Part::fixedSize).sum();
    return parts.stream()
        .map(Part::size)
        .filter(Objects::nonNull)
        .reduce(this::sumOf)
        .map(sum -> MethodHandles.filterReturnValue(sum, insertArguments(SUM, 0, fixed)))
        .orElse(null);
  }

  private MethodHandle sumOf(MethodHandle one, MethodHandle other) {
    return permuteArguments(
        filterArguments(SUM, 0, one, other), methodType(long.class, type), 0, 0);
  }

  private static long sum(long one, long other) {
    return one + other;
  }
}
