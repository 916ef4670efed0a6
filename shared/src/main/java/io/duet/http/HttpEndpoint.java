package io.duet.http;

import io.duet.cli.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Serves routes over HTTP on loopback, with one event loop and a few worker threads.
 *
 * <p>Every process on this machine may send requests; pages of other sites in a browser may not
 * ({@link RequestGuard}). Requests are bounded in size, number and time.
 */
public final class HttpEndpoint implements AutoCloseable {
  /** The largest body of a request to a blocking route, in bytes. */
  public static final int BODY_BYTES_MAX = 4096;

  /** The uploads that are under way at the same time; others need the connections. */
  static final int UPLOADS_MAX = 32;

  private static final String LOOPBACK = "127.0.0.1";
  private static final String BODY_DEADLINE = "body deadline";
  private static final int BODY_MS_MAX = 10_000;
  private static final int WORKERS = 16;
  private static final int HEAD_BYTES_MAX = 8192;
  private static final int IDLE_SECONDS_MAX = 60;
  private static final int PIECE_BYTES_MAX = 1 << 16;
  private static final int CLOSE_SECONDS_MAX = 5;

  private final Vertx vertx = Vertx.vertx(threads());
  private final ConnectionLimits connections = new ConnectionLimits(vertx);
  private final HttpServer server;
  private int uploads; // on the event loop

  /**
   * Serves on loopback.
   *
   * @param port the TCP port; 0 takes any free one
   * @param option the command-line option that selects another port, such as {@code --http}
   * @throws FailureException if the port cannot be opened
   */
  public HttpEndpoint(List<Route> routes, int port, String option) {
    this.server = vertx.createHttpServer(limits()).connectionHandler(connections::opened);
    server.requestHandler(router(routes));
    listen(port, option);
  }

  private static VertxOptions threads() {
    FileSystemOptions noCopies =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return new VertxOptions()
        .setPreferNativeTransport(true)
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(WORKERS)
        .setInternalBlockingPoolSize(1)
        .setUseDaemonThread(true)
        .setFileSystemOptions(noCopies)
        .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1));
  }

  private static HttpServerOptions limits() {
    return new HttpServerOptions()
        .setAcceptBacklog(ConnectionLimits.CONNECTIONS_MAX)
        .setIdleTimeout(IDLE_SECONDS_MAX)
        .setMaxInitialLineLength(HEAD_BYTES_MAX)
        .setMaxHeaderSize(HEAD_BYTES_MAX)
        .setMaxChunkSize(PIECE_BYTES_MAX)
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(true);
  }

  /** The TCP port of this endpoint. */
  public int port() {
    return server.actualPort();
  }

  /** Stops listening and closes all connections at once. */
  @Override
  public void close() {
    joined(vertx.close());
  }

  private void listen(int port, String option) {
    try {
      joined(server.listen(port, LOOPBACK));
    } catch (CompletionException e) {
      close();
      String reason = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      throw new FailureException(sentence(port, reason, option), e);
    }
  }

  private static void joined(Future<?> result) {
    result
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .join();
  }

  private static String sentence(int port, String reason, String option) {
    String state = reason.contains("in use") ? "is in use" : "cannot be opened (" + reason + ")";
    return "port %d on %s %s; choose another with %s".formatted(port, LOOPBACK, state, option);
  }

  private Router router(List<Route> routes) {
    Router router = Router.router(vertx);
    Problems problems = new Problems(List.copyOf(routes));
    Problems.statuses().forEach(status -> router.errorHandler(status, problems::answer));
    router
        .route()
        .handler((PlatformHandler) this::watch)
        .handler((SecurityPolicyHandler) RequestGuard::check);
    routes.forEach(route -> add(router, route));
    return router;
  }

  private void watch(RoutingContext context) {
    connections.headArrived(context.request());
    context.addEndHandler(end -> connections.answered(context.request()));
    context.next();
  }

  private void add(Router router, Route route) {
    var path = router.route(HttpMethod.valueOf(route.method()), route.path());
    path.handler((SecurityPolicyHandler) RequestGuard::checkContentType);
    if (route.handler() instanceof Route.Streaming streaming) {
      path.handler(context -> receive(streaming, context));
    } else if (route.handler() instanceof Route.Blocking blocking) {
      path.handler((SecurityPolicyHandler) this::awaitBody)
          .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
          .handler(context -> answer(blocking, context));
    }
  }

  private void receive(Route.Streaming handler, RoutingContext context) {
    if (uploads >= UPLOADS_MAX) {
      context.fail(503);
      return;
    }
    uploads++;
    context.addEndHandler(end -> uploads--);
    Upload.start(context, handler, HttpCall.of(context));
  }

  private void awaitBody(RoutingContext context) {
    long deadline = vertx.setTimer(BODY_MS_MAX, late -> context.fail(408));
    context.put(BODY_DEADLINE, deadline);
    context.addEndHandler(end -> vertx.cancelTimer(deadline));
    context.next();
  }

  private void answer(Route.Blocking handler, RoutingContext context) {
    vertx.cancelTimer(context.<Long>get(BODY_DEADLINE));
    HttpCall call = HttpCall.of(context);
    vertx
        .executeBlocking(() -> handler.answer(call), false)
        .onSuccess(answer -> AnswerWriter.write(context, answer))
        .onFailure(context::fail);
  }
}
