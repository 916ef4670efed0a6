package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths on which the page of a node stands, and what pages of other sites cannot do. */
class PageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private NodeDaemon node;

  @BeforeEach
  void serve() throws Exception {
    start("--overlay chord --http 0 --data " + data);
  }

  private void start(String options) throws Exception {
    node = new NodeDaemon(NodeOptionsTest.options(options));
    node.start().get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> upload(String name, String text)
      throws IOException, InterruptedException {
    return send(to("/api/v1/files/" + name).PUT(BodyPublishers.ofString(text)));
  }

  private HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send(
        to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  private JsonNode files() throws IOException, InterruptedException {
    return JSON.readTree(send(to("/api/v1/files")).body()).path("files");
  }

  /** Uploads a text, and returns its content id once it is shared. */
  private String shared(String name, String text) throws IOException, InterruptedException {
    assertThat(upload(name, text).statusCode()).isEqualTo(201);
    Await.until(
        10, name, () -> files().size() == 1 && files().at("/0/bytes").asInt() == text.length());
    return files().at("/0/id").asText();
  }

  private HttpResponse<String> content(String id, String range)
      throws IOException, InterruptedException {
    return send(to("/api/v1/files/" + id + "/content").header("Range", range));
  }

  private List<String> uploads() throws IOException {
    try (Stream<Path> kept = Files.list(Files.createDirectories(data.resolve("uploads")))) {
      return kept.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void page_loadsOnlyFilesThatTheNodeServes() throws Exception {
    HttpResponse<String> page = send(to("/"));
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    List<String> loaded = matches("(?:href|src)=\"(/[^\"]*)\"", page.body());
    assertThat(loaded).contains("/page/app.js", "/page/page.css");
    for (String path : loaded) {
      assertThat(send(to(path)).statusCode()).as(path).isEqualTo(200);
    }
    for (String module : matches("from '\\./(.*)'", send(to("/page/app.js")).body())) {
      assertThat(send(to("/page/" + module)).statusCode()).as(module).isEqualTo(200);
    }
    assertThat(page.body()).doesNotContain("http://", "https://", "style=", "onclick");
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "page.css, text/css; charset=utf-8",
    "app.js, text/javascript; charset=utf-8",
    "icon.svg, image/svg+xml"
  })
  void files_haveTheirTypes(String name, String type) throws Exception {
    HttpResponse<String> file = send(to("/page/" + name));
    assertThat(file.headers().firstValue("Content-Type")).contains(type);
    assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none.js", "..%2Fdaemon%2Fopenapi.json", "Page.class", "package-info.class"})
  void otherFiles_areNotServed(String name) throws Exception {
    assertThat(send(to("/page/" + name)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1/status", "/api/v1/none"})
  void answers_allowNothingToOtherSites(String path) throws Exception {
    var headers = send(to(path).header("Origin", "https://example.org")).headers();
    assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'self'; ")
        .contains("frame-ancestors 'none'");
    assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
    assertThat(headers.map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
  }

  /** A page of another site can send this without asking, but nothing else. */
  @Test
  void otherSites_canNeitherUploadNorFetch() throws Exception {
    HttpRequest.Builder permission =
        to("/api/v1/files/song")
            .header("Origin", "https://example.org")
            .header("Access-Control-Request-Method", "PUT")
            .method("OPTIONS", BodyPublishers.noBody());
    assertThat(send(permission).statusCode()).isEqualTo(405);
    HttpRequest.Builder plain =
        to("/api/v1/transfers").POST(BodyPublishers.ofString("{\"id\":\"\",\"name\":\"\"}"));
    assertThat(send(plain.header("Content-Type", "text/plain")).statusCode()).isEqualTo(415);
  }

  @Test
  void upload_isShared_andComesBackAsItIs() throws Exception {
    String id = shared("%C3%A9%20%26%20song.html", "<script>alert(1)</script>");
    assertThat(files().at("/0/name").asText()).isEqualTo("é & song.html");
    HttpResponse<String> whole = content(id, "");
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo("<script>alert(1)</script>");
    assertThat(whole.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(whole.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename*=UTF-8''%C3%A9%20%26%20song.html");
    assertThat(content(id, "bytes=1-6").body()).isEqualTo("script");
    assertThat(content(id, "bytes=99-").statusCode()).isEqualTo(416);
  }

  @Test
  void upload_replacesTheFileOfItsName() throws Exception {
    String before = shared("song", "first");
    String after = shared("song", "the second");
    assertThat(content(after, "").body()).isEqualTo("the second");
    assertThat(content(before, "").statusCode()).isEqualTo(404);
    assertThat(uploads()).containsExactly("song");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..%2Fsong", "a%2Fb", ".song", "con", "a%00b", "a%5Cb", "song."})
  void names_thatAreUnsafe_areRefused(String name) throws Exception {
    assertThat(upload(name, "text").statusCode()).isEqualTo(400);
    assertThat(uploads()).isEmpty();
    assertThat(data.resolve("song")).doesNotExist();
  }

  @Test
  void upload_thatEndsEarly_leavesNothing() throws Exception {
    try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), node.httpPort())) {
      OutputStream out = sender.getOutputStream();
      String head =
          "PUT /api/v1/files/song HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n";
      out.write((head + "four").getBytes(StandardCharsets.US_ASCII));
      Await.until(10, "an unfinished file", () -> uploads().size() == 1);
      assertThat(uploads().get(0)).startsWith(".");
    }
    Await.until(10, "no file", () -> uploads().isEmpty());
    assertThat(files()).isEmpty();
  }

  @Test
  void unfinishedUploads_ofAKilledProcess_areDeleted() throws Exception {
    shared("song", "text");
    node.close();
    Files.writeString(data.resolve("uploads/.1.upload"), "half");
    start("--overlay chord --http 0 --data " + data);
    assertThat(uploads()).containsExactly("song");
    assertThat(files()).hasSize(1);
  }

  @Test
  void contents_thatAreNotShared_areNotServed() throws Exception {
    String id = shared("song", "text");
    Files.writeString(data.resolve("uploads/song"), "another text");
    assertThat(content(id, "").statusCode()).isEqualTo(404);
    assertThat(content("0".repeat(64), "").statusCode()).isEqualTo(404);
    assertThat(content("song", "").statusCode()).isEqualTo(400);
  }

  @Test
  void transfers_nameAPathOnlyWithTheToken() throws Exception {
    String request = "{\"id\": \"" + "0".repeat(64) + "\", \"name\": \"%s\"%s}";
    String path = ", \"destination\": \"/tmp/song\"";
    assertThat(post("/api/v1/transfers", request.formatted("song", path)).statusCode())
        .isEqualTo(401);
    HttpResponse<String> begun = post("/api/v1/transfers", request.formatted("album/song", ""));
    assertThat(begun.statusCode()).isEqualTo(201);
    assertThat(JSON.readTree(begun.body()).has("destination")).as("without the token").isFalse();
    JsonNode known = JSON.readTree(send(to("/api/v1/transfers")).body()).at("/transfers/0");
    assertThat(known.path("name").asText()).isEqualTo("album/song");
    assertThat(known.has("destination")).isFalse();
    String token = AccessToken.in(data).header();
    HttpResponse<String> trusted = send(to("/api/v1/transfers").header("Authorization", token));
    assertThat(JSON.readTree(trusted.body()).at("/transfers/0/destination").asText())
        .isEqualTo(data.toAbsolutePath().resolve("downloads/song").toString());
    assertThat(post("/api/v1/transfers", request.formatted("..", "")).statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(send(to("/api/v1/transfers?limit=1")).body()).path("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void lists_areLimited() throws Exception {
    shared("song", "text");
    upload("another", "text");
    Await.until(10, "two files", () -> files().size() == 2);
    JsonNode one = JSON.readTree(send(to("/api/v1/files?limit=1")).body());
    assertThat(one.path("total").asInt()).isEqualTo(2);
    assertThat(one.path("files")).hasSize(1);
    assertThat(send(to("/api/v1/files?limit=0")).statusCode()).isEqualTo(400);
  }

  @Test
  void nodes_withoutADataFolder_sayWhy() throws Exception {
    node.close();
    start("--overlay chord --http 0");
    assertThat(upload("song", "text").body()).contains("no data folder");
    assertThat(content("0".repeat(64), "").statusCode()).isEqualTo(409);
    assertThat(send(to("/")).statusCode()).isEqualTo(200);
  }
}
