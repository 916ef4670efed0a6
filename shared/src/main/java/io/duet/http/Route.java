package io.duet.http;

/**
 * One path of an endpoint, with its method and handler.
 *
 * @param method GET if nothing is changed, else POST
 * @param path the whole path, such as {@code /metrics}
 */
public record Route(String method, String path, Handler handler) {

  /** Handles requests, several at once, each on a thread that it may block for seconds. */
  @FunctionalInterface
  public interface Handler {
    /**
     * The response to one request.
     *
     * @throws IllegalArgumentException with a readable message, if the request is invalid
     * @throws io.duet.cli.FailureException with a readable message, if the answer is late
     */
    HttpAnswer answer(HttpCall call);
  }

  /** A path for GET requests. */
  public static Route get(String path, Handler handler) {
    return new Route("GET", path, handler);
  }

  /** A path for POST requests; it accepts only JSON, which pages of other sites cannot send. */
  public static Route post(String path, Handler handler) {
    return new Route("POST", path, handler);
  }
}
