package io.duet.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the headers of a request against pages of other sites in a browser. Such a page can post
 * to this machine, but not with the JSON content type. A page whose domain name points at this
 * machine sends that name as the host.
 */
final class RequestGuard {
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");
  private static final String JSON = "application/json";

  private RequestGuard() {}

  /** Whether the Host header names loopback. */
  static boolean namesLoopback(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return host != null && LOOPBACK.contains(withoutPort(host.strip().toLowerCase(Locale.ROOT)));
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** Whether the content type is JSON. */
  static boolean sendsJson(HttpExchange exchange) {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return type != null && JSON.equals(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  /**
   * The query parameters by name.
   *
   * @throws IllegalArgumentException if they are not URL-encoded
   */
  static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new LinkedHashMap<>();
    @Nullable String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] nameAndValue = pair.split("=", 2);
      query.put(decoded(nameAndValue[0]), nameAndValue.length < 2 ? "" : decoded(nameAndValue[1]));
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
