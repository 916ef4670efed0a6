package io.duet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Server-sent events of a node. When the connection ends it is opened again, with the id of the
 * last event, so that no event is lost that the node still keeps.
 */
final class EventStream {
  private static final long RETRY_MS_MIN = 250;
  private static final long RETRY_MS_MAX = 5_000;

  private final HttpClient http;
  private final HttpRequest.Builder request;
  private final String address;
  private long retryMs = RETRY_MS_MIN;

  /** A stream that is not open yet. */
  EventStream(HttpClient http, HttpRequest.Builder request, String address) {
    this.http = http;
    this.request = request;
    this.address = address;
  }

  /** Passes on each event, until this process is interrupted. */
  void follow(Consumer<JsonNode> onEvent) {
    boolean silent = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        read(onEvent);
        silent = false;
      } catch (IOException e) {
        if (!silent) {
          System.err.println("no node answers at " + address + "; retrying");
        }
        silent = true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      Waiting.pause(retryMs);
      retryMs = Math.min(2 * retryMs, RETRY_MS_MAX);
    }
  }

  private void read(Consumer<JsonNode> onEvent) throws IOException, InterruptedException {
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      if (response.statusCode() != 200) {
        throw new FailureException(
            "the node at %s answers with HTTP status %d".formatted(address, response.statusCode()));
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        retryMs = RETRY_MS_MIN;
        take(line, onEvent);
      }
    }
  }

  /** An event is a line with its id, and then one with its data. */
  private void take(String line, Consumer<JsonNode> onEvent) throws JsonProcessingException {
    if (line.startsWith("id: ")) {
      request.setHeader("Last-Event-ID", line.substring("id: ".length()));
    } else if (line.startsWith("data: ")) {
      onEvent.accept(Json.tree(line.substring("data: ".length())));
    }
  }
}
