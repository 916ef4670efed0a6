package io.duet.http;

import java.util.Map;

/**
 * What a caller sent to a {@link Route}.
 *
 * @param query the decoded parameters of the address, by name; of two with one name, the last
 * @param body the text that was posted, at most {@value HttpEndpoint#BODY_BYTES_MAX} bytes of it
 */
public record HttpCall(Map<String, String> query, String body) {

  /**
   * The whole number that a parameter says.
   *
   * @param otherwise what it is where the parameter is missing
   * @throws IllegalArgumentException when it is no number from {@code min} to {@code max}
   */
  public long number(String name, long otherwise, long min, long max) {
    String text = query.getOrDefault(name, String.valueOf(otherwise));
    boolean isNumber = text.matches("\\d{1,18}");
    if (isNumber && Long.parseLong(text) >= min && Long.parseLong(text) <= max) {
      return Long.parseLong(text);
    }
    throw new IllegalArgumentException(
        name + " is '" + text + "', but must be a whole number from " + min + " to " + max);
  }
}
