package io.duet.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/**
 * Checks the headers of a request against pages of other sites in a browser. Such a page can post
 * to this machine, but not with the JSON content type, and other methods need a permission that is
 * never given. A page whose domain name points at this machine sends that name as the host.
 */
final class RequestGuard {
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");
  private static final String JSON = "application/json";

  private RequestGuard() {}

  /** Passes a request on, or fails it with 403 if its Host header does not name loopback. */
  static void check(RoutingContext context) {
    if (!namesLoopback(context.request())) {
      context.fail(403);
    } else {
      context.next();
    }
  }

  /** Passes a request on if it is not a POST, or sends JSON; else fails it with 415. */
  static void checkContentType(RoutingContext context) {
    if (context.request().method().equals(HttpMethod.POST) && !sendsJson(context.request())) {
      context.fail(415);
    } else {
      context.next();
    }
  }

  private static boolean namesLoopback(HttpServerRequest request) {
    String host = request.getHeader("Host");
    return host != null && LOOPBACK.contains(withoutPort(host.strip().toLowerCase(Locale.ROOT)));
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static boolean sendsJson(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && JSON.equals(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }
}
