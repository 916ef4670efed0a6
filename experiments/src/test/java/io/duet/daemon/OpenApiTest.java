package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the description of a node's HTTP interface against the node. */
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private NodeDaemon node;

  @BeforeEach
  void serve() throws Exception {
    node = new NodeDaemon(NodeOptionsTest.options("--overlay super-peer --publish song --http 0"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + node.httpPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private JsonNode description() throws IOException, InterruptedException {
    return get("/api/v1/openapi.json");
  }

  @Test
  void description_hasEachRoute_andNoOther() throws Exception {
    List<String> described = new ArrayList<>();
    description()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    List<String> served =
        node.routes().stream()
            .map(route -> route.method() + " " + route.path().replaceAll(":(\\w+)", "{$1}"))
            .toList();
    assertThat(described).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void references_leadToComponents() throws Exception {
    JsonNode description = description();
    assertThat(description.path("openapi").asText()).startsWith("3.1.");
    assertThat(description.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            ref -> assertThat(description.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
  }

  @Test
  void answers_haveTheDescribedMembers() throws Exception {
    node.start().get(10, TimeUnit.SECONDS);
    JsonNode schemas = description().at("/components/schemas");
    assertMembers(get("/api/v1/search?name=song"), schemas.path("ProvidersFound"));
    assertMembers(get("/api/v1/search?words=song"), schemas.path("NamesFound"));
    assertMembers(get("/api/v1/search"), schemas.path("Problem"));
    assertMembers(get("/api/v1/unknown"), schemas.path("Problem"));
  }

  private static void assertMembers(JsonNode answer, JsonNode schema) {
    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(() -> schema.path("properties").fieldNames());
  }
}
