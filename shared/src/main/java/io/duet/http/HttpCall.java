package io.duet.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request to a {@link Route}.
 *
 * @param parameters the decoded parameters of the path and of the query by name; the last one if a
 *     name is repeated
 * @param headers the headers by name in lower case
 * @param body the posted text, at most {@value HttpEndpoint#BODY_BYTES_MAX} bytes
 */
public record HttpCall(Map<String, String> parameters, Map<String, String> headers, String body) {

  /** The request of a context; its body is empty if it has not been read. */
  static HttpCall of(RoutingContext context) {
    Map<String, String> parameters = new LinkedHashMap<>();
    context.queryParams().forEach(parameters::put);
    parameters.putAll(context.pathParams());
    Map<String, String> headers = new LinkedHashMap<>();
    context.request().headers().forEach((name, value) -> headers.put(lower(name), value));
    String body = context.body().asString();
    return new HttpCall(parameters, headers, body == null ? "" : body);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether the client prefers this content type, by naming it in its Accept header. */
  public boolean accepts(String type) {
    return headers.getOrDefault("accept", "").contains(type);
  }

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
    String text = parameters.getOrDefault(name, String.valueOf(otherwise));
    boolean isNumber = text.matches("\\d{1,18}");
    if (isNumber && Long.parseLong(text) >= min && Long.parseLong(text) <= max) {
      return Long.parseLong(text);
    }
    throw new IllegalArgumentException(
        name + " is '" + text + "', but must be a whole number from " + min + " to " + max);
  }
}
