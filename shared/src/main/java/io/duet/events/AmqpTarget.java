package io.duet.events;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where events are published: a topic exchange of a message broker.
 *
 * @param port the TCP port, from 1 to 65535
 * @param password never shown; {@link #toString} leaves it out
 * @param virtualHost the virtual host of the broker, {@code /} unless the address names another
 */
public record AmqpTarget(
    String host, int port, String user, String password, String virtualHost, String exchange) {
  private static final int USUAL_PORT = 5672;
  private static final String FORM =
      "--events takes amqp://USER:PASSWORD@HOST:PORT/VHOST?exchange=NAME; all parts after HOST may"
          + " be left out, and so may USER:PASSWORD@";

  /**
   * Parses an address such as {@code amqp://ada:secret@127.0.0.1:5672/home?exchange=duet}.
   *
   * @throws IllegalArgumentException with a readable message that does not contain the password
   */
  public static AmqpTarget parse(String text) {
    URI uri = uri(text);
    String query = uri.getRawQuery();
    boolean readable = query == null || query.matches("exchange=[^&=]{1,127}");
    if (!"amqp".equals(uri.getScheme()) || uri.getHost() == null || !readable) {
      throw new IllegalArgumentException(FORM);
    }
    String[] login =
        (uri.getRawUserInfo() == null ? "guest:guest" : uri.getRawUserInfo()).split(":", 2);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new AmqpTarget(
        uri.getHost(),
        uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
        decoded(login[0]),
        login.length < 2 ? "" : decoded(login[1]),
        path.length() < 2 ? "/" : decoded(path.substring(1)),
        query == null ? "duet" : decoded(query.substring("exchange=".length())));
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(FORM); // without its cause, which shows the password
    }
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "exchange " + exchange + " at " + host + ":" + port;
  }
}
