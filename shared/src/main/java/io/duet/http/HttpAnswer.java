package io.duet.http;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;

/** The response of a {@link Route}. */
public sealed interface HttpAnswer {

  /**
   * A response whose content is at hand.
   *
   * @param status the HTTP status
   * @param type the content type
   * @param text the content, sent in UTF-8
   */
  record Whole(int status, String type, String text) implements HttpAnswer {}

  /**
   * A failure as problem details (RFC 9457).
   *
   * @param status the HTTP status, 400 or more
   * @param detail one readable sentence
   */
  record Problem(int status, String detail) implements HttpAnswer {}

  /**
   * The bytes of a file, or the range of them that the request names.
   *
   * @param file a readable file that does not change while it is sent
   * @param size its length in bytes
   * @param type the content type
   * @param saveAs the name under which a browser saves it; it never shows it
   */
  record FileBody(Path file, long size, String type, String saveAs) implements HttpAnswer {}

  /**
   * Server-sent events, from one number on, until the client closes the connection.
   *
   * @param first the number of the first event to send
   * @param since the kept events with this number or a later one, in order; never blocks
   */
  record EventStream(long first, LongFunction<List<ServerEvent>> since) implements HttpAnswer {}

  /**
   * One event of a stream.
   *
   * @param number its place in the stream
   * @param id what a client names when it returns, as the last event that it has seen
   * @param data one line of JSON
   */
  record ServerEvent(long number, String id, String data) {}

  /** A response in JSON, as {@link Json} writes it. */
  static HttpAnswer json(int status, Object value) {
    return new Whole(status, "application/json", Json.pretty(value));
  }
}
