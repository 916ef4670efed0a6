package io.duet.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Writes server-sent events to one client. Events are read from their log when the client can take
 * them, so a slow client needs no queue; it misses those that the log no longer keeps.
 */
final class EventWriter {
  private static final long PERIOD_MS = 200;

  /** A comment is sent after this many periods without an event, before the connection is idle. */
  private static final int SILENT_PERIODS_MAX = 75;

  private final HttpServerResponse response;
  private final HttpAnswer.EventStream stream;
  private long next;
  private int silentPeriods;

  private EventWriter(HttpServerResponse response, HttpAnswer.EventStream stream) {
    this.response = response;
    this.stream = stream;
    this.next = stream.first();
  }

  /** Sends events until the client closes the connection. */
  static void start(RoutingContext context, HttpAnswer.EventStream stream) {
    HttpServerResponse response = context.response();
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store");
    EventWriter writer = new EventWriter(response, stream);
    writer.comment();
    long timer = context.vertx().setPeriodic(PERIOD_MS, turn -> writer.write());
    context.addEndHandler(end -> context.vertx().cancelTimer(timer));
  }

  private void write() {
    long before = next;
    for (HttpAnswer.ServerEvent event : stream.since().apply(next)) {
      if (response.writeQueueFull()) {
        return;
      }
      response.write("id: " + event.id() + "\ndata: " + event.data() + "\n\n");
      next = event.number() + 1;
    }
    silentPeriods = next == before ? silentPeriods + 1 : 0;
    if (silentPeriods >= SILENT_PERIODS_MAX && !response.writeQueueFull()) {
      comment();
    }
  }

  private void comment() {
    silentPeriods = 0;
    response.write(":\n\n");
  }
}
