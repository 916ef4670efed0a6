package io.duet.overlay.spi;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds settings to a record whose components declare them with {@link Setting}.
 *
 * <p>An {@code int} is a number within bounds, a {@code long} a duration in nanoseconds, a {@code
 * boolean} true or false, an enum one of its constants in lower case, and a {@code String} any
 * text. A record without {@link Setting} holds more settings. Any other component without {@link
 * Setting} repeats a setting that another record declares.
 */
public final class SettingsBinder {
  /** The largest network for which {@link Setting#value} holds instead of {@link Setting#large}. */
  public static final int SMALL_NODES_MAX = 20_000;

  private SettingsBinder() {}

  /** The default of every setting that the record declares, for a network of this many nodes. */
  public static Settings defaults(Class<? extends Record> type, int nodes) {
    Settings defaults = Settings.of();
    for (RecordComponent component : declared(type)) {
      Setting setting = component.getAnnotation(Setting.class);
      if (setting != null) {
        boolean large = nodes > SMALL_NODES_MAX && !setting.large().isEmpty();
        defaults = defaults.with(name(component), large ? setting.large() : setting.value());
      }
    }
    return defaults;
  }

  /** The components that declare a setting, those of records within the record in their place. */
  public static List<RecordComponent> declared(Class<?> type) {
    List<RecordComponent> declared = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Setting.class)) {
        declared.add(component);
      } else if (component.getType().isRecord()) {
        declared.addAll(declared(component.getType()));
      }
    }
    return declared;
  }

  /**
   * A record that holds the values of these settings.
   *
   * @throws IllegalArgumentException with a readable message, if a value is out of bounds or the
   *     record's constructor refuses it
   */
  public static <T extends Record> T bind(Class<T> type, Settings settings) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i], settings);
    }
    return construct(type, types, values);
  }

  private static <T> T construct(Class<T> type, Class<?>[] types, Object[] values) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be constructed", e);
    }
  }

  private static Object value(RecordComponent component, Settings settings) {
    Setting setting = component.getAnnotation(Setting.class);
    Class<?> type = component.getType();
    String name = name(component);
    boolean isWord =
        setting != null && !setting.word().isEmpty() && setting.word().equals(settings.text(name));
    if (type == int.class) {
      int min = setting == null ? 1 : setting.min();
      int max = setting == null ? Integer.MAX_VALUE : setting.max();
      return isWord ? min - 1 : settings.number(name, min, max);
    } else if (type == long.class) {
      return isWord ? 0L : settings.nanos(name);
    } else if (type == boolean.class) {
      return settings.flag(name);
    } else if (type.isEnum()) {
      return settings.constant(name, type.asSubclass(Enum.class));
    }
    return type.isRecord() ? bind(type.asSubclass(Record.class), settings) : settings.text(name);
  }

  /** The name of the setting that a component holds. */
  public static String name(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    return setting == null || setting.name().isEmpty()
        ? component.getName().replaceFirst("Nanos$", "")
        : setting.name();
  }
}
