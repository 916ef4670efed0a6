package io.duet.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the answer to a request, on its event loop. */
final class AnswerWriter {
  /**
   * Headers of every answer. A page loads only what this node serves, no other site can show it in
   * a frame or load anything of this node, and nothing is run that does not say that it is a
   * script.
   */
  private static final Map<String, String> PROTECTION =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "X-Content-Type-Options",
          "nosniff");

  private AnswerWriter() {}

  /** Writes an answer, unless the client has gone or has its answer already. */
  static void write(RoutingContext context, HttpAnswer answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    PROTECTION.forEach(response::putHeader);
    if (answer instanceof HttpAnswer.Whole whole) {
      write(context, whole);
    } else if (answer instanceof HttpAnswer.Problem problem) {
      write(context, problem);
    } else if (answer instanceof HttpAnswer.FileBody file) {
      writeFile(context, file);
    } else if (answer instanceof HttpAnswer.EventStream events) {
      EventWriter.start(context, events);
    }
  }

  private static void write(RoutingContext context, HttpAnswer.Whole answer) {
    HttpServerResponse response = context.response();
    byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
    response.setStatusCode(answer.status()).putHeader("Content-Type", answer.type());
    if (body.length >= Gzip.BYTES_MIN) {
      response.putHeader("Vary", "Accept-Encoding");
      if (Gzip.isAccepted(context.request().getHeader("Accept-Encoding"))) {
        response.putHeader("Content-Encoding", "gzip");
        body = Gzip.compressed(body);
      }
    }
    response.end(Buffer.buffer(body));
  }

  private static void write(RoutingContext context, HttpAnswer.Problem problem) {
    String title = context.response().setStatusCode(problem.status()).getStatusMessage();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("title", title);
    members.put("status", problem.status());
    members.put("detail", problem.detail());
    write(
        context,
        new HttpAnswer.Whole(problem.status(), "application/problem+json", Json.pretty(members)));
  }

  private static void writeFile(RoutingContext context, HttpAnswer.FileBody file) {
    ByteRange range = rangeOf(context, file.size());
    if (range != null && range.length() <= 0) {
      context.response().putHeader("Content-Range", range.header(file.size()));
      write(context, new HttpAnswer.Problem(416, "The file has " + file.size() + " bytes."));
    } else {
      send(context, file, range);
    }
  }

  /** No file has a validator, so a range that is conditional on one selects the whole file. */
  private static @Nullable ByteRange rangeOf(RoutingContext context, long size) {
    var request = context.request();
    return request.getHeader("If-Range") == null
        ? ByteRange.of(request.getHeader("Range"), size)
        : null;
  }

  private static void send(
      RoutingContext context, HttpAnswer.FileBody file, @Nullable ByteRange range) {
    HttpServerResponse response = context.response();
    response
        .putHeader("Content-Type", file.type())
        .putHeader("Content-Disposition", "attachment; filename*=UTF-8''" + encoded(file.saveAs()))
        .putHeader("Accept-Ranges", "bytes");
    if (range != null) {
      response.setStatusCode(206).putHeader("Content-Range", range.header(file.size()));
    }
    long first = range == null ? 0 : range.first();
    long length = range == null ? file.size() : range.length();
    response
        .sendFile(file.file().toString(), first, length)
        .onFailure(reason -> fail(context, reason));
  }

  /** A name in the form of RFC 8187. */
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  private static void fail(RoutingContext context, Throwable reason) {
    if (context.response().headWritten()) {
      context.request().connection().close(); // the length that was announced cannot be kept
    } else {
      context.fail(reason);
    }
  }
}
