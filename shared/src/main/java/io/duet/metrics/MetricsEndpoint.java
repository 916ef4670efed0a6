package io.duet.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.duet.cli.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Serves {@code GET /metrics} over HTTP, in Prometheus' text format 0.0.4. */
public final class MetricsEndpoint implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final String TEXT_0_0_4 = "text/plain; version=0.0.4; charset=utf-8";
  private static final String REQUEST_SECONDS_MAX = "sun.net.httpserver.maxReqTime";
  private static final int THREADS = 2;
  private static final int WAITING_MAX = 16;

  static {
    // Without a limit, a client that never ends its request keeps a thread for ever. The server
    // reads this property once, and only from the system.
    if (System.getProperty(REQUEST_SECONDS_MAX) == null) {
      System.setProperty(REQUEST_SECONDS_MAX, "10");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = threads();
  private final Supplier<String> scrape;

  /**
   * Serves on loopback.
   *
   * @param scrape gives the text; {@link Metrics#scrape}
   * @param port the TCP port; 0 takes any free one
   * @throws FailureException when the port cannot be had
   */
  public MetricsEndpoint(Supplier<String> scrape, int port) {
    this(scrape, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Serves on this address.
   *
   * @throws FailureException when the address cannot be had
   */
  public MetricsEndpoint(Supplier<String> scrape, InetSocketAddress address) {
    this.scrape = scrape;
    this.server = listen(address);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The TCP port on which this listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening, at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer listen(InetSocketAddress address) {
    try {
      return HttpServer.create(address, WAITING_MAX);
    } catch (IOException e) {
      throw new FailureException(sentence(address, String.valueOf(e.getMessage())), e);
    }
  }

  private static String sentence(InetSocketAddress address, String reason) {
    String state = reason.contains("in use") ? "is in use" : "cannot be had (" + reason + ")";
    return "port %d on %s %s; choose another with --metrics-port"
        .formatted(address.getPort(), address.getAddress().getHostAddress(), state);
  }

  /** A few threads and a short queue: what comes on top is not answered, and its caller sees so. */
  private static ExecutorService threads() {
    return new ThreadPoolExecutor(
        THREADS,
        THREADS,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING_MAX),
        task -> {
          Thread thread = new Thread(task, "metrics");
          thread.setDaemon(true);
          return thread;
        });
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        respond(exchange, 404, "text/plain; charset=utf-8", "The metrics are at " + PATH + ".\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        respond(exchange, 405, "text/plain; charset=utf-8", "Only GET is served here.\n");
      } else {
        respond(exchange, 200, TEXT_0_0_4, scrape.get());
      }
    }
  }

  private static void respond(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }
}
