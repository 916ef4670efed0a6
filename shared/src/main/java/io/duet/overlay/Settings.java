package io.duet.overlay;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named settings of an overlay in text form, in a fixed order. Values are whole numbers, decimals,
 * words, or durations such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}.
 */
public final class Settings {
  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** No settings at all. */
  public static Settings empty() {
    return new Settings(new LinkedHashMap<>());
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
    throw wrong(name, "a whole number from " + min + " to " + max);
  }

  /** A decimal within bounds, both inclusive. */
  public double decimal(String name, double min, double max) {
    try {
      double number = Double.parseDouble(text(name));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, with the bounds
    }
    throw wrong(name, "a number from " + min + " to " + max);
  }

  /** A boolean, written {@code true} or {@code false}. */
  public boolean flag(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "true or false");
    };
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
    throw wrong(name, "a duration such as 500ms or 30s, at most a day");
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException(name + " is '" + text(name) + "', but must be " + expected);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
