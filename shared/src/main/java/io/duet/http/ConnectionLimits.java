package io.duet.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the connections in number, and the time that a client takes to send the head of a request.
 * Everything happens on the endpoint's only event loop.
 */
final class ConnectionLimits {
  /** The largest number of connections; further ones are closed at once. */
  static final int CONNECTIONS_MAX = 128;

  private static final int FIRST_HEAD_MS_MAX = 10_000;
  private static final int NEXT_HEAD_MS_MAX = 60_000;

  private final Vertx vertx;

  /** The deadline of the next head on each open connection, as a timer. */
  private final Map<HttpConnection, Long> deadlines = new HashMap<>();

  ConnectionLimits(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Accepts or closes a new connection. */
  void opened(HttpConnection connection) {
    if (deadlines.size() >= CONNECTIONS_MAX) {
      connection.close();
    } else {
      connection.closeHandler(closed -> cancel(connection));
      awaitHead(connection, FIRST_HEAD_MS_MAX);
    }
  }

  /** Notes that the head of a request is complete; the next one follows its answer. */
  void headArrived(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    Long deadline = deadlines.get(connection);
    if (deadline != null) {
      vertx.cancelTimer(deadline);
    }
  }

  /** Notes that a request has its answer. */
  void answered(HttpServerRequest request) {
    if (deadlines.containsKey(request.connection())) {
      awaitHead(request.connection(), NEXT_HEAD_MS_MAX);
    }
  }

  private void awaitHead(HttpConnection connection, int millis) {
    deadlines.put(connection, vertx.setTimer(millis, late -> connection.close()));
  }

  private void cancel(HttpConnection connection) {
    Long deadline = deadlines.remove(connection);
    if (deadline != null) {
      vertx.cancelTimer(deadline);
    }
  }
}
