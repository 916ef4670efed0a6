package io.duet.overlay.spi;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Named settings of an overlay in text form, in a fixed order. Values are whole numbers, words, or
 * durations such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}.
 */
public final class Settings {
  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** These settings alone: names and values in turn. */
  public static Settings of(Object... namesAndValues) {
    Settings settings = new Settings(new LinkedHashMap<>());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings = settings.with(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return settings;
  }

  /** These settings and one more, or one replaced; this object stays as it is. */
  public Settings with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value.toString());
    return new Settings(more);
  }

  /**
   * These settings with some values replaced.
   *
   * @throws IllegalArgumentException if a name is not among these settings
   */
  public Settings overriddenBy(Map<String, String> overrides) {
    Settings result = this;
    for (Map.Entry<String, String> entry : overrides.entrySet()) {
      text(entry.getKey());
      result = result.with(entry.getKey(), entry.getValue());
    }
    return result;
  }

  /** All settings by name, in their order. */
  public Map<String, String> asMap() {
    return values;
  }

  /** The text of a setting; an unknown name is refused with a list of the known ones. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "unknown setting '" + name + "'; known are " + String.join(", ", values.keySet()));
    }
    return value;
  }

  /** A whole number within bounds, both inclusive. */
  public int number(String name, int min, int max) {
    try {
      int number = Integer.parseInt(text(name));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, with the bounds
    }
    throw wrong(name, text(name), "a whole number from " + min + " to " + max);
  }

  /**
   * The value of a setting whose bounds, both inclusive, depend on others.
   *
   * @throws IllegalArgumentException with a readable message, if it is out of bounds
   */
  public static int checked(String name, int value, int min, int max) {
    return of(name, value).number(name, min, max);
  }

  /** A boolean, written {@code true} or {@code false}. */
  public boolean flag(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, text(name), "true or false");
    };
  }

  /** A constant of an enum, written in lower case with dashes. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (written(constant).equals(text(name))) {
        return constant;
      }
    }
    throw wrong(name, text(name), constants(type));
  }

  /** The constants of an enum as people write them, such as {@code auto, leaf or super-peer}. */
  public static String constants(Class<?> type) {
    String all =
        Arrays.stream(type.getEnumConstants()).map(Settings::written).collect(joining(", "));
    return all.replaceFirst(", ([^,]*)$", " or $1");
  }

  private static String written(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A duration in nanoseconds, more than zero and at most a day. */
  public long nanos(String name) {
    try {
      long nanos = Durations.parse(text(name)).toNanos();
      if (nanos > 0 && nanos <= Duration.ofDays(1).toNanos()) {
        return nanos;
      }
    } catch (IllegalArgumentException e) {
      // reported below, with the form
    }
    throw wrong(name, text(name), "a duration such as 500ms or 30s, at most a day");
  }

  /** The complaint about a value: what it is, and what it must be. */
  public static IllegalArgumentException wrong(String name, Object value, String expected) {
    return new IllegalArgumentException(name + " is '" + value + "', but must be " + expected);
  }
}
