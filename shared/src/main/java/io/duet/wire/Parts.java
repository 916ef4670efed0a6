package io.duet.wire;

import static java.lang.invoke.MethodHandles.insertArguments;

import io.duet.wire.Wire.AtLeast;
import io.duet.wire.Wire.Count;
import io.duet.wire.Wire.Octet;
import io.duet.wire.Wire.Utf8;
import io.duet.wire.Wire.VarInt;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Derives the wire format of each Java type, with the bounds that annotations give it. */
final class Parts {
  private static final ClassValue<Part> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected Part computeValue(Class<?> type) {
          return derived(type);
        }
      };

  private Parts() {}

  /** The form of a component, or of a list's elements. */
  static Part of(AnnotatedType type) {
    Part part =
        type instanceof AnnotatedParameterizedType list
            ? ListPart.of(
                need(list, Count.class), of(list.getAnnotatedActualTypeArguments()[0]).boxed())
            : plain(type, (Class<?>) type.getType());
    return type.isAnnotationPresent(Nullable.class) ? part.optional() : part;
  }

  private static Part plain(AnnotatedType type, Class<?> plain) {
    if (plain == int.class || plain == Integer.class) {
      return number(type);
    } else if (plain == long.class || plain == Long.class) {
      return longNumber(type.getAnnotation(AtLeast.class));
    } else if (plain == boolean.class || plain == Boolean.class) {
      return fixed("boolean", 1, "writeBoolean", "readBoolean", boolean.class);
    } else if (plain == String.class) {
      return text(need(type, Utf8.class));
    }
    return of(plain);
  }

  private static <A extends Annotation> A need(AnnotatedType type, Class<A> bound) {
    A annotation = type.getAnnotation(bound);
    if (annotation == null) {
      throw new IllegalArgumentException(type + " needs a bound, @Wire." + bound.getSimpleName());
    }
    return annotation;
  }

  /** A format in which all values have the same number of bytes. */
  private static Part fixed(String shape, int bytes, String write, String read, Class<?> type) {
    MethodHandle out = Methods.out(write, type);
    return new Part(shape, shape, bytes, out, Methods.in(read, type), null);
  }

  private static Part number(AnnotatedType type) {
    VarInt bounds = type.getAnnotation(VarInt.class);
    if (bounds != null) {
      return varInt(bounds);
    } else if (type.isAnnotationPresent(Octet.class)) {
      MethodHandle write = Methods.out("writeByte", int.class);
      return new Part("octet", "octet", 1, write, Methods.in("readByteUnsigned", int.class), null);
    }
    return fixed("int", Integer.BYTES, "writeInt", "readInt", int.class);
  }

  private static Part varInt(VarInt bounds) {
    MethodHandle read = Methods.in("readVarInt", int.class, int.class, int.class);
    boolean bounded = bounds.max() < Integer.MAX_VALUE || bounds.min() > 0;
    String shape = "varint" + (bounded ? " " + bounds.min() + ".." + bounds.max() : "");
    return new Part(
        shape,
        shape,
        1,
        Methods.out("writeVarInt", int.class),
        insertArguments(read, 1, bounds.min(), bounds.max()),
        Methods.own(Parts.class, "varIntSize"));
  }

  private static Part longNumber(@Nullable AtLeast bound) {
    if (bound == null) {
      return fixed("long", Long.BYTES, "writeLong", "readLong", long.class);
    }
    MethodHandle read =
        insertArguments(Methods.in("readAtLeast", long.class, long.class), 1, bound.value());
    String shape = "long of at least " + bound.value();
    return new Part(shape, shape, Long.BYTES, Methods.out("writeLong", long.class), read, null);
  }

  private static Part text(Utf8 bounds) {
    MethodHandle read = Methods.in("readText", String.class, int.class, int.class, boolean.class);
    String shape =
        "text %d..%d%s"
            .formatted(bounds.min(), bounds.max(), bounds.printable() ? " printable" : "");
    return new Part(
        shape,
        shape,
        1 + bounds.min(),
        Methods.out("writeText", String.class),
        insertArguments(read, 1, bounds.min(), bounds.max(), bounds.printable()),
        Methods.own(Parts.class, "textSize"));
  }

  /** The form of the values of a class. */
  static Part of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  private static Part derived(Class<?> type) {
    WireSerializer<?> serializer = ValueSerializers.of(type);
    if (serializer != null) {
      return Part.of(type, serializer);
    }
    List<Method> form =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Wire.Form.class))
            .sorted(Comparator.comparing(method -> Modifier.isStatic(method.getModifiers())))
            .toList();
    if (form.size() == 2) {
      Method maker = form.get(1);
      return of(maker.getAnnotatedParameterTypes()[0])
          .as(Methods.of(form.get(0)), Methods.of(maker));
    }
    return type.isEnum()
        ? constant(type)
        : type.isSealed() ? SealedPart.of(type) : RecordPart.of(type);
  }

  /** Enums: one byte, the ordinal of the constant. */
  private static Part constant(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    MethodHandle ordinal =
        Methods.virtual(MethodHandles.publicLookup(), Enum.class, "ordinal", int.class);
    MethodHandle write =
        MethodHandles.filterArguments(Methods.out("writeByte", int.class), 1, ordinal);
    MethodHandle read =
        insertArguments(Methods.own(Parts.class, "readConstant"), 0, (Object) constants);
    String names =
        Arrays.stream(constants)
            .map(name -> name.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return new Part(
        "constant of " + constants.length,
        "one of " + names,
        1,
        write.asType(write.type().changeParameterType(1, type)),
        read.asType(read.type().changeReturnType(type)),
        null);
  }

  private static Object readConstant(Object[] constants, WireInput in) {
    return constants[in.readBelow(constants.length)];
  }

  private static long varIntSize(int value) {
    return WireOutput.varIntBytes(value);
  }

  private static long textSize(String text) {
    return WireOutput.textBytes(text);
  }
}
