package io.duet.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.Callable;

/**
 * Passes the body of one request to its receiver, a piece at a time. The next piece is read when
 * the receiver has taken the last one; each must arrive within {@value #PIECE_SECONDS_MAX} s. All
 * together may be as late, and 1 ms more for each byte, so that nobody keeps an upload open with a
 * few bytes.
 */
final class Upload {
  private static final int PIECE_SECONDS_MAX = 10;
  private static final long NANOS_PER_BYTE = 1_000_000;

  private static final System.Logger LOG = System.getLogger(Upload.class.getName());

  private final RoutingContext context;
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final BodyReceiver receiver;
  private Future<?> work = Future.succeededFuture();
  private long deadline;
  private long askedNanos;
  private long waitedNanos; // for the sender
  private long bytes;
  private boolean ended;

  private Upload(RoutingContext context, BodyReceiver receiver) {
    this.context = context;
    this.vertx = context.vertx();
    this.request = context.request();
    this.receiver = receiver;
  }

  /** Opens a receiver, and passes the body to it. */
  static void start(RoutingContext context, Route.Streaming handler, HttpCall call) {
    context.request().pause();
    context
        .vertx()
        .executeBlocking(() -> handler.open(call), false)
        .onSuccess(receiver -> new Upload(context, receiver).start())
        .onFailure(problem -> context.fail(statusOf(problem)));
  }

  private void start() {
    request.exceptionHandler(this::fail);
    request.handler(this::receive);
    request.endHandler(end -> complete());
    if (context.response().closed()) {
      fail(new HttpException(400)); // the sender has gone already
    }
    readOn();
  }

  private void readOn() {
    if (!ended) {
      askedNanos = System.nanoTime();
      deadline = vertx.setTimer(PIECE_SECONDS_MAX * 1_000L, late -> fail(new HttpException(408)));
      request.fetch(1);
    }
  }

  private void receive(Buffer piece) {
    vertx.cancelTimer(deadline);
    waitedNanos += System.nanoTime() - askedNanos;
    bytes += piece.length();
    if (isTooSlow(waitedNanos, bytes)) {
      fail(new HttpException(408));
    }
    if (!ended) {
      run(() -> take(piece.getBytes()))
          .onSuccess(taken -> readOn())
          .onFailure(problem -> fail(statusOf(problem)));
    }
  }

  /** Whether a sender of this number of bytes has let the node wait for too long. */
  static boolean isTooSlow(long waitedNanos, long bytes) {
    return waitedNanos / NANOS_PER_BYTE > PIECE_SECONDS_MAX * 1_000L + bytes;
  }

  /** A body that cannot be kept is no error of the node: its disk may be full. */
  private static Throwable statusOf(Throwable problem) {
    if (problem instanceof IOException || problem instanceof UncheckedIOException) {
      LOG.log(Level.WARNING, "a body cannot be stored: " + problem);
      return new HttpException(507, problem);
    }
    return problem;
  }

  private Void take(byte[] piece) throws IOException {
    receiver.receive(piece);
    return null;
  }

  private void complete() {
    vertx.cancelTimer(deadline);
    if (!ended) {
      ended = true;
      run(receiver::complete)
          .onSuccess(answer -> AnswerWriter.write(context, answer))
          .onFailure(problem -> abort(statusOf(problem)));
    }
  }

  private void fail(Throwable reason) {
    if (!ended) {
      ended = true;
      vertx.cancelTimer(deadline);
      abort(reason);
    }
  }

  private void abort(Throwable reason) {
    run(this::discard);
    context.fail(reason);
  }

  private Void discard() {
    receiver.abort();
    return null;
  }

  /** Runs a call of the receiver on a worker thread, after the calls before it. */
  private <T> Future<T> run(Callable<T> call) {
    Future<T> result = work.transform(before -> vertx.executeBlocking(call, false));
    work = result;
    return result;
  }
}
