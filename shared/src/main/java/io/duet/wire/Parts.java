package io.duet.wire;

import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.wire.Wire.AtLeast;
import io.duet.wire.Wire.Count;
import io.duet.wire.Wire.Octet;
import io.duet.wire.Wire.Utf8;
import io.duet.wire.Wire.VarInt;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
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
            ? list(need(list, Count.class), of(list.getAnnotatedActualTypeArguments()[0]))
            : plain(type, (Class<?>) type.getType());
    return type.isAnnotationPresent(Nullable.class) ? optional(part) : part;
  }

  private static Part list(Count bounds, Part element) {
    String count = "list " + bounds.min() + ".." + bounds.max() + " of ";
    return Part.of(
        List.class,
        count + element.shape(),
        count + element.text(),
        1 + bounds.min() * element.bytesMin(),
        new ValueSerializers.OfList(bounds.min(), bounds.max(), element.boxed()));
  }

  private static Part optional(Part value) {
    return Part.of(
        value.type(),
        "optional " + value.shape(),
        "optional " + value.text(),
        1,
        new ValueSerializers.OfOptional(value.boxed()));
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
    return new Part(shape, bytes, Methods.out(write, type), Methods.in(read, type), null);
  }

  private static Part number(AnnotatedType type) {
    VarInt bounds = type.getAnnotation(VarInt.class);
    if (bounds != null) {
      return varInt(bounds);
    }
    return type.isAnnotationPresent(Octet.class)
        ? fixed("octet", 1, "writeByte", "readByteUnsigned", int.class)
        : fixed("int", Integer.BYTES, "writeInt", "readInt", int.class);
  }

  private static Part varInt(VarInt bounds) {
    MethodHandle read = Methods.in("readVarInt", int.class, int.class, int.class);
    boolean bounded = bounds.max() < Integer.MAX_VALUE || bounds.min() > 0;
    return new Part(
        "varint" + (bounded ? " " + bounds.min() + ".." + bounds.max() : ""),
        1,
        Methods.out("writeVarInt", int.class),
        insertArguments(read, 1, bounds.min(), bounds.max()),
        counted("varIntBytes", int.class));
  }

  private static Part longNumber(@Nullable AtLeast bound) {
    Part any = fixed("long", Long.BYTES, "writeLong", "readLong", long.class);
    if (bound == null) {
      return any;
    }
    MethodHandle read = Methods.in("readAtLeast", long.class, long.class);
    return new Part(
        "long of at least " + bound.value(),
        Long.BYTES,
        any.write(),
        insertArguments(read, 1, bound.value()),
        null);
  }

  private static Part text(Utf8 bounds) {
    MethodHandle read = Methods.in("readText", String.class, int.class, int.class, boolean.class);
    return new Part(
        "text " + bounds.min() + ".." + bounds.max() + (bounds.printable() ? " printable" : ""),
        1 + bounds.min(),
        Methods.out("writeText", String.class),
        insertArguments(read, 1, bounds.min(), bounds.max(), bounds.printable()),
        counted("textBytes", String.class));
  }

  private static MethodHandle counted(String method, Class<?> type) {
    return Methods.own(WireOutput.class, method).asType(methodType(long.class, type));
  }

  /** The form of the values of a class. */
  static Part of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  private static Part derived(Class<?> type) {
    Wire.By by = type.getAnnotation(Wire.By.class);
    if (by != null) {
      return Part.of(type, by.shape(), by.shape(), by.bytesMin(), instance(by.value()));
    } else if (type == Peer.class) {
      ValueSerializers.OfPeer peer = new ValueSerializers.OfPeer();
      return Part.of(type, "address", "address", ValueSerializers.OfPeer.IPV4_BYTES, peer).fixed(1);
    } else if (type == Key.class) {
      return RecordPart.of(type).named("key");
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
    return type.isEnum() ? constant(type) : type.isSealed() ? either(type) : RecordPart.of(type);
  }

  private static WireSerializer<?> instance(Class<? extends WireSerializer<?>> type) {
    try {
      return (WireSerializer<?>) Methods.constructor(type).invoke();
    } catch (Throwable e) {
      throw new LinkageError(type + " has no constructor without parameters", e);
    }
  }

  private static Part constant(Class<?> type) {
    List<?> constants = List.of(type.getEnumConstants());
    String names =
        constants.stream()
            .map(name -> name.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ", "one of ", ""));
    String shape = "constant of " + constants.size();
    return Part.of(type, shape, names, 1, new ValueSerializers.OfEnum(constants)).fixed(0);
  }

  private static Part either(Class<?> type) {
    List<Class<?>> types = List.of(type.getPermittedSubclasses());
    List<Part> parts = types.stream().map(Parts::of).map(Part::boxed).toList();
    return Part.of(
        type,
        parts.stream().map(Part::shape).collect(Collectors.joining(" or ", "either ", "")),
        parts.stream().map(Part::text).collect(Collectors.joining(" or ", "either ", "")),
        1 + parts.stream().mapToInt(Part::bytesMin).min().orElse(0),
        new ValueSerializers.OfSealed(types, parts));
  }
}
