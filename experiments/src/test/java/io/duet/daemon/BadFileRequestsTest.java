package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names and paths that a node with a data folder must not take: each is refused in a sentence, and
 * nothing is written.
 */
class BadFileRequestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "0".repeat(64);
  private static final String LONG = "x".repeat(4_096);

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Path data;
  private NodeDaemon node;

  @BeforeEach
  void serve() throws Exception {
    data = folder.resolve("data");
    node = new NodeDaemon(NodeOptionsTest.options("--overlay chord --http 0 --data " + data));
    node.start().get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private HttpRequest.Builder to(String path) throws Exception {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + node.httpPort() + "/api/v1" + path))
        .header("Authorization", "Bearer " + Files.readString(data.resolve(AccessToken.FILE)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, Map<String, ?> values) throws Exception {
    String body = JSON.writeValueAsString(values);
    return send(
        to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  /** A problem of the caller, with a sentence; nothing was written beside the data folder. */
  private void assertRefused(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("Exception");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(data);
    }
    assertThat(JSON.readTree(send(to("/transfers")).body()).path("total").asInt()).isZero();
  }

  static List<String> names() {
    return List.of(
        "",
        ".",
        "..",
        "a/..",
        "../",
        "/",
        "a/",
        ".hidden",
        "a\u0000b",
        "a\nb",
        "..\\..\\b",
        "C:b",
        "a:stream",
        "con",
        "NUL.txt",
        "lpt1",
        "a.",
        "a ",
        "\ud800",
        LONG);
  }

  @ParameterizedTest
  @MethodSource("names")
  void name_ofATransfer(String name) throws Exception {
    assertRefused(post("/transfers", Map.of("id", ID, "name", name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "film", "../film", "./film", "C:\\film", "/film\u0000", "/"})
  void destination_ofATransfer(String path) throws Exception {
    assertRefused(post("/transfers", Map.of("id", ID, "name", "film", "destination", path)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1", "127.0.0.1:0", "film:80", "127.0.0.1:99999"})
  void provider_ofATransfer(String address) throws Exception {
    assertRefused(
        post("/transfers", Map.of("id", ID, "name", "film", "providers", List.of(address))));
  }

  @Test
  void providers_ofATransfer_thatAreTooMany() throws Exception {
    assertRefused(
        post(
            "/transfers",
            Map.of("id", ID, "name", "film", "providers", Collections.nCopies(65, "127.0.0.1:9"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "..", "/etc/passwd", "G", "\u0000"})
  void id_ofATransfer(String id) throws Exception {
    assertRefused(post("/transfers", Map.of("id", id, "name", "film")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "film", "../film", "/no/such/file", "/etc/passwd\u0000"})
  void path_toBeShared(String path) throws Exception {
    assertRefused(post("/files", Map.of("path", path)));
    assertRefused(post("/files", Map.of("path", "/" + LONG)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb", "", "\u007f"})
  void name_ofASearch(String name) throws Exception {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
    assertRefused(send(to("/contents?name=" + encoded)));
    assertRefused(send(to("/search?name=" + encoded)));
    assertRefused(send(to("/contents?name=" + "x".repeat(256))));
    assertRefused(post("/publish", Map.of("name", name)));
  }

  @Test
  void text_whereANumberIsExpected() throws Exception {
    for (String number : List.of("-1", "film", "99999999999999999999", "1.5", "%00")) {
      assertRefused(send(to("/transfers/" + number)));
      assertRefused(send(to("/transfers/" + number).DELETE()));
      assertRefused(send(to("/files?limit=" + number)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=4-", "bytes=99-100", "bytes=-0", "bytes=999999999999999999-"})
  void range_beyondAFile(String range) throws Exception {
    send(to("/files/song").PUT(BodyPublishers.ofString("text")));
    Await.until(10, "a file", () -> !files().isEmpty());
    String content = "/files/" + files().at("/0/id").asText() + "/content";
    assertThat(send(to(content).header("Range", range)).statusCode()).isEqualTo(416);
    assertThat(send(to(content).header("Range", "bytes=3-99")).body()).isEqualTo("t");
  }

  private JsonNode files() {
    try {
      return JSON.readTree(send(to("/files")).body()).path("files");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
