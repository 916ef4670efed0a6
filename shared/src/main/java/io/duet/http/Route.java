package io.duet.http;

/**
 * One path of an endpoint, with its method and handler.
 *
 * @param method GET if nothing is changed, else POST, PUT or DELETE
 * @param path the whole path, such as {@code /files/:id}; a segment after a colon is a parameter
 * @param handler what answers requests; it throws IllegalArgumentException for an invalid request,
 *     and {@link io.duet.cli.FailureException} for a late answer, with readable messages
 */
public record Route(String method, String path, Handler handler) {

  /** Answers requests, in one of two ways. */
  public sealed interface Handler {}

  /** Answers requests whose bodies are short, on a worker thread that it may block for seconds. */
  @FunctionalInterface
  public non-sealed interface Blocking extends Handler {
    /** The answer to a request. */
    HttpAnswer answer(HttpCall call);
  }

  /** Answers requests whose bodies have any length. */
  @FunctionalInterface
  public non-sealed interface Streaming extends Handler {
    /** Begins a request, on a worker thread; its {@link HttpCall#body} is empty. */
    BodyReceiver open(HttpCall call);
  }

  /** A path for GET requests. */
  public static Route get(String path, Blocking handler) {
    return new Route("GET", path, handler);
  }

  /** A path for POST requests; it accepts only JSON, which pages of other sites cannot send. */
  public static Route post(String path, Blocking handler) {
    return new Route("POST", path, handler);
  }

  /** A path for PUT requests, whose bodies are passed on as they arrive. */
  public static Route put(String path, Streaming handler) {
    return new Route("PUT", path, handler);
  }

  /** Whether a request for this path, with any method, is meant for this route. */
  boolean matches(String requested) {
    return requested.matches(path.replaceAll(":\\w+", "[^/]+"));
  }
}
