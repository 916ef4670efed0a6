package io.duet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks the nodes of a cluster for their status. */
final class NodeProbe {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(6);
  private static final int BYTES_MAX = 1 << 20;
  private static final String PATH = "/api/v1/status";

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

  /** The status of a node; none if it does not answer within 6 s. */
  Optional<JsonNode> status(ClusterNode node) {
    URI uri = URI.create("http://" + node.httpAddress() + PATH);
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_MAX).build();
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        String text = new String(body.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        return answer.statusCode() == 200 ? Optional.of(Json.tree(text)) : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
