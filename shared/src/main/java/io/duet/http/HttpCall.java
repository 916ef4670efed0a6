package io.duet.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/**
 * A request to a {@link Route}.
 *
 * @param query the decoded query parameters by name; the last one if a name is repeated
 * @param body the posted text, at most {@value HttpEndpoint#BODY_BYTES_MAX} bytes
 */
public record HttpCall(Map<String, String> query, String body) {

  /** The posted JSON; a missing node if it is not JSON. */
  public JsonNode json() {
    try {
      return Json.tree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * A text in the posted object.
   *
   * @throws IllegalArgumentException with a readable message, if there is none of this name
   */
  public String posted(String name) {
    JsonNode text = json().path(name);
    if (!text.isTextual()) {
      throw new IllegalArgumentException("Post a JSON object that has the text '" + name + "'.");
    }
    return text.textValue();
  }

  /**
   * The value of a parameter as a whole number.
   *
   * @param otherwise the value if the parameter is absent
   * @throws IllegalArgumentException if it is no number from {@code min} to {@code max}
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
