package io.duet.http;

/**
 * The response of a {@link Route}.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param text the content
 */
public record HttpAnswer(int status, String type, String text) {

  /** An answer in JSON, as {@link Json} writes it. */
  public static HttpAnswer json(int status, Object value) {
    return new HttpAnswer(status, "application/json", Json.pretty(value));
  }

  /** A plain text response of one readable sentence. */
  public static HttpAnswer sentence(int status, String text) {
    return new HttpAnswer(status, "text/plain; charset=utf-8", text + "\n");
  }
}
