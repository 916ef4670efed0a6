package io.duet.http;

import io.duet.cli.FailureException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that failed.
 *
 * @param routes the routes of the endpoint, which some answers list
 */
record Problems(List<Route> routes) {
  private static final System.Logger LOG = System.getLogger(Problems.class.getName());
  private static final int LINGER_MS = 1_000;

  private static final Map<Integer, String> SENTENCES =
      Map.of(
          400, "The path or the query is not URL-encoded.",
          403, "The Host header must name 127.0.0.1, localhost or [::1].",
          405, "This path does not allow this method.",
          408, "The body did not arrive in time.",
          413, "The body may have at most " + HttpEndpoint.BODY_BYTES_MAX + " bytes.",
          415, "Post JSON, with Content-Type: application/json.",
          503, "Too many uploads are under way.",
          507, "The body cannot be stored; see the log of the node.");

  /** The statuses with which a request can fail. */
  static List<Integer> statuses() {
    return List.of(400, 403, 404, 405, 408, 413, 415, 500, 503, 507);
  }

  /** Answers a failed request; the rest of a body that was not read is discarded. */
  void answer(RoutingContext context) {
    if (context.response().closed()) {
      return; // the client has gone
    }
    if (!context.request().isEnded() && hasBody(context.request())) {
      discardBody(context);
    }
    AnswerWriter.write(context, of(context, context.failure()));
  }

  private HttpAnswer.Problem of(RoutingContext context, @Nullable Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      return new HttpAnswer.Problem(400, String.valueOf(failure.getMessage()));
    } else if (failure instanceof FailureException) {
      return new HttpAnswer.Problem(504, String.valueOf(failure.getMessage()));
    } else if (failure instanceof HttpException refused) {
      return ofStatus(context, refused.getStatusCode());
    } else if (failure == null) {
      return ofStatus(context, context.statusCode());
    }
    LOG.log(Level.WARNING, "the request for " + context.normalizedPath() + " failed", failure);
    return new HttpAnswer.Problem(500, "Internal error; see the log of the node.");
  }

  private HttpAnswer.Problem ofStatus(RoutingContext context, int status) {
    if (status < 400) {
      return ofStatus(context, 400); // the router has no status for a path that it cannot decode
    }
    if (status == 405) {
      context.response().putHeader("Allow", allowed(context.normalizedPath()));
    }
    String unknown = "Unknown path; known are " + joined(routes.stream().map(Route::path)) + ".";
    return new HttpAnswer.Problem(status, SENTENCES.getOrDefault(status, unknown));
  }

  private String allowed(String path) {
    return joined(routes.stream().filter(route -> route.matches(path)).map(Route::method));
  }

  private static String joined(Stream<String> names) {
    return names.distinct().collect(Collectors.joining(", "));
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return request.getHeader("Transfer-Encoding") != null
        || (length != null && !length.equals("0"));
  }

  /** Reads on for a moment, so that the client sees the answer, then closes the connection. */
  private static void discardBody(RoutingContext context) {
    context.response().putHeader("Connection", "close");
    context.request().handler(piece -> {}).endHandler(end -> {}).resume();
    context.vertx().setTimer(LINGER_MS, end -> context.request().connection().close());
  }
}
