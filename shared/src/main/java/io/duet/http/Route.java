package io.duet.http;

/**
 * One path of an endpoint, how it is asked for, and who answers.
 *
 * @param method GET for what changes nothing, POST for what does
 * @param path the whole path, such as {@code /metrics}
 */
public record Route(String method, String path, Handler handler) {

  /** Answers calls, several at once, each on a thread on which it may wait for seconds. */
  @FunctionalInterface
  public interface Handler {
    /**
     * The answer to one call.
     *
     * @throws IllegalArgumentException with a sentence for people, when the call makes no sense
     */
    HttpAnswer answer(HttpCall call);
  }

  /** A path that is read. */
  public static Route get(String path, Handler handler) {
    return new Route("GET", path, handler);
  }

  /** A path that changes something; it takes JSON alone, which no other site's page can send. */
  public static Route post(String path, Handler handler) {
    return new Route("POST", path, handler);
  }
}
