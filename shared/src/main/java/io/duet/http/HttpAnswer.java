package io.duet.http;

/**
 * What a {@link Route} gives back.
 *
 * @param status the HTTP status
 * @param type the content's type, as HTTP names it
 * @param text the content
 */
public record HttpAnswer(int status, String type, String text) {

  /** An answer in JSON, as {@link Json} writes it. */
  public static HttpAnswer json(int status, Object value) {
    return new HttpAnswer(status, "application/json", Json.pretty(value));
  }

  /** An answer in words, one sentence for people. */
  public static HttpAnswer sentence(int status, String text) {
    return new HttpAnswer(status, "text/plain; charset=utf-8", text + "\n");
  }
}
