package io.duet.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.duet.cli.FailureException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Serves a few routes over HTTP on loopback.
 *
 * <p>Every process on this machine may send requests; pages of other sites in a browser may not
 * ({@link RequestGuard}). Requests are bounded in size, number and time.
 */
public final class HttpEndpoint implements AutoCloseable {
  /** The largest body of a request, in bytes. */
  public static final int BODY_BYTES_MAX = 4096;

  private static final System.Logger LOG = System.getLogger(HttpEndpoint.class.getName());
  private static final int THREADS = 4;
  private static final int WAITING_MAX = 16;

  // The server reads these once, and only from system properties.
  static {
    // Without a limit, a caller that never ends its request blocks a thread forever.
    setUnlessSet("sun.net.httpserver.maxReqTime", "10");
    // Head and body are sent separately; without this, the body waits 40 ms for an acknowledgement.
    setUnlessSet("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = threads();
  private final List<Route> routes;

  /**
   * Serves on loopback.
   *
   * @param port the TCP port; 0 takes any free one
   * @param option the command-line option that selects another port, such as {@code --http}
   * @throws FailureException if the port cannot be opened
   */
  public HttpEndpoint(List<Route> routes, int port, String option) {
    this.routes = List.copyOf(routes);
    this.server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), option);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** The TCP port of this endpoint. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer listen(InetSocketAddress address, String option) {
    try {
      return HttpServer.create(address, WAITING_MAX);
    } catch (IOException e) {
      throw new FailureException(sentence(address, String.valueOf(e.getMessage()), option), e);
    }
  }

  private static String sentence(InetSocketAddress address, String reason, String option) {
    String state = reason.contains("in use") ? "is in use" : "cannot be opened (" + reason + ")";
    return "port %d on %s %s; choose another with %s"
        .formatted(address.getPort(), address.getAddress().getHostAddress(), state, option);
  }

  /** A few threads and a short queue; connections beyond them are closed without a response. */
  private static ExecutorService threads() {
    return new ThreadPoolExecutor(
        THREADS,
        THREADS,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING_MAX),
        task -> {
          Thread thread = new Thread(task, "http");
          thread.setDaemon(true);
          return thread;
        });
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      respond(exchange, answerOf(exchange));
    }
  }

  private HttpAnswer answerOf(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    List<Route> matching = routes.stream().filter(route -> route.path().equals(path)).toList();
    if (!RequestGuard.namesLoopback(exchange)) {
      return HttpAnswer.sentence(403, "The Host header must name 127.0.0.1, localhost or [::1].");
    }
    if (matching.isEmpty()) {
      return HttpAnswer.sentence(
          404, "Unknown path; known are " + joined(routes, Route::path) + ".");
    }
    for (Route route : matching) {
      if (route.method().equals(exchange.getRequestMethod())) {
        return answer(route, exchange);
      }
    }
    String allowed = joined(matching, Route::method);
    exchange.getResponseHeaders().set("Allow", allowed);
    return HttpAnswer.sentence(405, path + " allows only " + allowed + ".");
  }

  private static String joined(List<Route> routes, Function<Route, String> part) {
    return routes.stream().map(part).distinct().collect(Collectors.joining(", "));
  }

  private static HttpAnswer answer(Route route, HttpExchange exchange) throws IOException {
    boolean posted = route.method().equals("POST");
    if (posted && !RequestGuard.sendsJson(exchange)) {
      return HttpAnswer.sentence(415, "Post JSON, with Content-Type: application/json.");
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      return HttpAnswer.sentence(413, "The body may have at most " + BODY_BYTES_MAX + " bytes.");
    }
    return answer(route, exchange, new String(body, StandardCharsets.UTF_8));
  }

  private static HttpAnswer answer(Route route, HttpExchange exchange, String body) {
    try {
      return route.handler().apply(new HttpCall(RequestGuard.query(exchange), body));
    } catch (IllegalArgumentException e) {
      return HttpAnswer.sentence(400, String.valueOf(e.getMessage()));
    } catch (FailureException e) {
      return HttpAnswer.sentence(504, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the request for " + route.path() + " failed", e);
      return HttpAnswer.sentence(500, "Internal error; see the log of the node.");
    }
  }

  private static void respond(HttpExchange exchange, HttpAnswer answer) throws IOException {
    byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }
}
