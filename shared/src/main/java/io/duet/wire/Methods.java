package io.duet.wire;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Method handles of methods that are known to exist. */
final class Methods {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Methods() {}

  /** A lookup of a method, which fails only by a defect of this package. */
  private interface Found {
    MethodHandle find() throws ReflectiveOperationException;
  }

  private static MethodHandle found(Found found) {
    try {
      return found.find();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of a message is not accessible", e);
    }
  }

  /** The only method of this name in a class of this package, private or not. */
  static MethodHandle own(Class<?> owner, String name) {
    return Arrays.stream(owner.getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .map(Methods::of)
        .findFirst()
        .orElseThrow();
  }

  /** A method of {@link WireOutput} that writes one value. */
  static MethodHandle out(String name, Class<?> value) {
    return found(() -> LOOKUP.findVirtual(WireOutput.class, name, methodType(void.class, value)));
  }

  /** A method of {@link WireInput} that reads one value. */
  static MethodHandle in(String name, Class<?> value, Class<?>... parameters) {
    return found(() -> LOOKUP.findVirtual(WireInput.class, name, methodType(value, parameters)));
  }

  /** A method of another class, private or not. */
  static MethodHandle of(Method method) {
    return found(
        () -> MethodHandles.privateLookupIn(method.getDeclaringClass(), LOOKUP).unreflect(method));
  }

  /** The constructor of another class with these parameters, private or not. */
  static MethodHandle constructor(Class<?> type, Class<?>... parameters) {
    return found(
        () ->
            MethodHandles.privateLookupIn(type, LOOKUP)
                .findConstructor(type, methodType(void.class, parameters)));
  }
}
