package io.duet.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Bounds the connections in number, and the time that a client takes to send the head of a request.
 * If there are too many, a new one replaces the one that has been without a request for longest.
 * Everything happens on the endpoint's only event loop.
 */
final class ConnectionLimits {
  /** The largest number of connections. */
  static final int CONNECTIONS_MAX = 128;

  private static final int FIRST_HEAD_MS_MAX = 10_000;
  private static final int NEXT_HEAD_MS_MAX = 60_000;

  private final Vertx vertx;

  /** The deadline of the next head on each open connection, as a timer. */
  private final Map<HttpConnection, Long> deadlines = new HashMap<>();

  ConnectionLimits(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The connections without a request, the one that is so for longest first. */
  private final Set<HttpConnection> idle = new LinkedHashSet<>();

  /** Accepts a new connection, or closes it if requests are under way on all others. */
  void opened(HttpConnection connection) {
    if (deadlines.size() >= CONNECTIONS_MAX && idle.isEmpty()) {
      connection.close();
    } else {
      if (deadlines.size() >= CONNECTIONS_MAX) {
        replace(idle.iterator().next());
      }
      connection.closeHandler(closed -> cancel(connection));
      awaitHead(connection, FIRST_HEAD_MS_MAX);
    }
  }

  private void replace(HttpConnection longest) {
    cancel(longest);
    longest.close();
  }

  /** Notes that the head of a request is complete; the next one follows its answer. */
  void headArrived(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    idle.remove(connection);
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
    idle.add(connection);
    deadlines.put(connection, vertx.setTimer(millis, late -> connection.close()));
  }

  private void cancel(HttpConnection connection) {
    idle.remove(connection);
    Long deadline = deadlines.remove(connection);
    if (deadline != null) {
      vertx.cancelTimer(deadline);
    }
  }
}
