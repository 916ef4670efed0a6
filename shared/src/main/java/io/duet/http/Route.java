package io.duet.http;

import java.util.function.Function;

/**
 * One path of an endpoint, with its method and handler.
 *
 * @param method GET if nothing is changed, else POST
 * @param path the whole path, such as {@code /metrics}
 * @param handler handles requests, several at once, each on a thread that it may block for seconds;
 *     throws IllegalArgumentException for an invalid request, and {@link
 *     io.duet.cli.FailureException} for a late answer, with readable messages
 */
public record Route(String method, String path, Function<HttpCall, HttpAnswer> handler) {

  /** A path for GET requests. */
  public static Route get(String path, Function<HttpCall, HttpAnswer> handler) {
    return new Route("GET", path, handler);
  }

  /** A path for POST requests; it accepts only JSON, which pages of other sites cannot send. */
  public static Route post(String path, Function<HttpCall, HttpAnswer> handler) {
    return new Route("POST", path, handler);
  }
}
