package io.duet.chord;

import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads the private fields of objects, for tests that need a node's whole state. */
final class Inside {
  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return declaredIn(type);
        }
      };

  private Inside() {}

  private static List<Field> declaredIn(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> at = type; at != Object.class && at != null; at = at.getSuperclass()) {
      Arrays.stream(at.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()))
          .forEach(fields::add);
    }
    fields.forEach(field -> field.setAccessible(true));
    return fields;
  }

  /** All fields of a class and its superclasses that belong to an object. */
  static List<Field> fieldsOf(Class<?> type) {
    return FIELDS.get(type);
  }

  /** The value of a field. */
  static Object get(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** The value of a field with this name. */
  static Object get(String name, Object owner) {
    return fieldsOf(owner.getClass()).stream()
        .filter(field -> field.getName().equals(name))
        .map(field -> get(field, owner))
        .findFirst()
        .orElseThrow();
  }

  /** The pending requests of a node: its tables' occupied slots. */
  static List<Object> pendingOf(Node node) {
    return tablesOf(node).stream()
        .flatMap(table -> Arrays.stream((Object[]) get("slots", table)))
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * The node's table of requests, its own or that of its {@link PeerRequests}; it may have none
   * yet.
   */
  private static List<PendingRequests> tablesOf(Object owner) {
    List<PendingRequests> tables = new ArrayList<>();
    for (Field field : fieldsOf(owner.getClass())) {
      Object value = get(field, owner);
      if (value instanceof PendingRequests table) {
        tables.add(table);
      } else if (value instanceof PeerRequests requests) {
        tables.addAll(tablesOf(requests));
      }
    }
    return tables;
  }

  /** Lets one request fail, as its deadline would. */
  static void fail(Node node, Object pending) {
    PendingRequests table = tablesOf(node).get(0);
    try {
      Method fail = opened(PendingRequests.class.getDeclaredMethod("fail", pending.getClass()));
      fail.invoke(table, pending);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** The same request or reply with another number. */
  static <M extends Message> M numbered(M message, int number) {
    RecordComponent[] parts = message.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[parts.length];
    Object[] values = new Object[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        types[i] = parts[i].getType();
        boolean isNumber = parts[i].getName().equals("requestId");
        values[i] = isNumber ? number : opened(parts[i].getAccessor()).invoke(message);
      }
      @SuppressWarnings("unchecked") // made by the message's own class
      M made = (M) opened(message.getClass().getDeclaredConstructor(types)).newInstance(values);
      return made;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static <T extends AccessibleObject> T opened(T member) {
    member.setAccessible(true);
    return member;
  }
}
