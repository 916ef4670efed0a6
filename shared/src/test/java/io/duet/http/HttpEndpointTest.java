package io.duet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
  private final List<String> posted = new ArrayList<>();
  private final HttpEndpoint endpoint =
      new HttpEndpoint(
          List.of(
              Route.get("/echo", call -> HttpAnswer.json(200, call.parameters())),
              Route.get("/echo/:id/pieces", call -> HttpAnswer.json(200, call.parameters())),
              Route.get("/long", call -> HttpAnswer.json(200, "x".repeat(100_000))),
              Route.get("/fail", HttpEndpointTest::fail),
              Route.get("/refuse", HttpEndpointTest::refuse),
              Route.get("/late", HttpEndpointTest::late),
              Route.post("/keep", this::keep)),
          0,
          "--port");
  private final HttpClient client = HttpClient.newHttpClient();

  private static HttpAnswer fail(HttpCall call) {
    throw new IllegalStateException("a secret");
  }

  private static HttpAnswer refuse(HttpCall call) {
    throw new IllegalArgumentException("say more");
  }

  private static HttpAnswer late(HttpCall call) {
    throw new FailureException("no answer within 30 s");
  }

  private HttpAnswer keep(HttpCall call) {
    posted.add(call.body());
    return HttpAnswer.json(200, "kept");
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
    return client.send(
        HttpRequest.newBuilder(uri(path)).method(method, nothing).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String type, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri("/keep"))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String detail(HttpResponse<String> response) throws IOException {
    return Json.tree(response.body()).path("detail").asText();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + endpoint.port() + path);
  }

  @Test
  void get_handsTheDecodedParametersOn() throws Exception {
    HttpResponse<String> response = send("GET", "/echo?name=two%20words%26more&flag");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\n  \"name\" : \"two words&more\",\n  \"flag\" : \"\"\n}\n");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void get_handsThePartsOfAPathOn() throws Exception {
    assertThat(send("GET", "/echo/7%20a/pieces?id=8&from=3").body())
        .isEqualTo("{\n  \"id\" : \"7 a\",\n  \"from\" : \"3\"\n}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo?name=%zz", "/echo?name=%e9%", "/echo/%/pieces"})
  void get_refusesWhatIsNotEncoded(String path) throws Exception {
    assertThat(firstLine("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void answers_areCompressed_ifTheClientAcceptsIt() throws Exception {
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(uri("/long")).header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(response.body()).hasSizeLessThan(1_000);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
        .hasSize(100_003);
    assertThat(send("GET", "/long").body()).hasSize(100_003);
  }

  @Test
  void post_handsTheBodyOn() throws Exception {
    assertThat(post("application/json; charset=utf-8", "{\"é\":1}").statusCode()).isEqualTo(200);
    assertThat(posted).containsExactly("{\"é\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
  void post_refusesWhatAnotherSitesPageCouldSend(String type) throws Exception {
    assertThat(post(type, "{}").statusCode()).isEqualTo(415);
    assertThat(posted).isEmpty();
  }

  @Test
  void post_takesSoManyBytesAndNotOneMore() throws Exception {
    String most = "x".repeat(HttpEndpoint.BODY_BYTES_MAX);
    assertThat(post("application/json", most).statusCode()).isEqualTo(200);
    assertThat(post("application/json", most + "x").statusCode()).isEqualTo(413);
    assertThat(posted).containsExactly(most);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LocalHost:80, 200",
    "[::1]:80, 200",
    "127.0.0.1, 200",
    "evil.example, 403",
    "evil.example:80, 403",
    "127.0.0.1.evil.example, 403",
    "'', 403"
  })
  void callers_mustNameLoopback(String host, int status) throws Exception {
    assertThat(firstLine("GET /echo HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void callersThatNameNoHost_areRefused() throws Exception {
    assertThat(firstLine("GET /echo HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 403");
  }

  private String firstLine(String request) throws IOException {
    try (SocketChannel caller = connected()) {
      caller.write(StandardCharsets.US_ASCII.encode(request));
      ByteBuffer line = ByteBuffer.allocate(12);
      while (line.hasRemaining() && caller.read(line) >= 0) {
        // until the status is there
      }
      return StandardCharsets.US_ASCII.decode(line.flip()).toString();
    }
  }

  @Test
  void otherPaths_areNotFound_andTheKnownOnesListed() throws Exception {
    assertThat(send("GET", "/").statusCode()).isEqualTo(404);
    HttpResponse<String> response = send("GET", "/echo/more");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Json.tree(response.body()))
        .isEqualTo(
            Json.tree(
                """
                {"title": "Not Found", "status": 404, "detail": "Unknown path; known are \
                /echo, /echo/:id/pieces, /long, /fail, /refuse, /late, /keep."}"""));
  }

  @Test
  void otherMethods_areNotAllowed() throws Exception {
    HttpResponse<String> response = send("POST", "/echo");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Connection")).isEmpty();
    assertThat(response.headers().firstValue("Allow")).contains("GET");
    assertThat(send("HEAD", "/echo/7/pieces").statusCode()).isEqualTo(405);
    assertThat(send("GET", "/keep").headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void whatMakesNoSense_isAnsweredWithItsSentence() throws Exception {
    HttpResponse<String> response = send("GET", "/refuse");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(detail(response)).isEqualTo("say more");
  }

  @Test
  void failure_showsTheCallerNoDetails() throws Exception {
    HttpResponse<String> response = send("GET", "/fail");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret");
  }

  @Test
  void lateAnswer_isATimeout() throws Exception {
    HttpResponse<String> response = send("GET", "/late");
    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(detail(response)).isEqualTo("no answer within 30 s");
  }

  @Test
  void portInUse_isReported() {
    assertThatThrownBy(() -> new HttpEndpoint(List.of(), endpoint.port(), "--port").close())
        .isInstanceOf(FailureException.class)
        .hasMessage(
            "port " + endpoint.port() + " on 127.0.0.1 is in use; choose another with --port");
  }

  @Test
  void close_freesThePort() {
    int port = endpoint.port();
    endpoint.close();
    try (HttpEndpoint next = new HttpEndpoint(List.of(), port, "--port")) {
      assertThat(next.port()).isEqualTo(port);
    }
  }

  @Test
  void connections_areBoundedInNumber() throws Exception {
    List<SocketChannel> callers = new ArrayList<>();
    try (Selector closed = Selector.open()) {
      for (int i = 0; i <= ConnectionLimits.CONNECTIONS_MAX; i++) {
        callers.add(unfinished());
        callers.get(i).configureBlocking(false).register(closed, SelectionKey.OP_READ);
      }
      assertThat(closed.select(5_000)).as("connections that the endpoint closed").isEqualTo(1);
    } finally {
      closeAll(callers);
    }
  }

  @Test
  void connectionsWithoutARequest_makeRoomForOthers() throws Exception {
    List<SocketChannel> callers = new ArrayList<>();
    try {
      for (int i = 0; i < ConnectionLimits.CONNECTIONS_MAX; i++) {
        callers.add(connected());
      }
      assertThat(send("GET", "/echo").statusCode()).isEqualTo(200);
    } finally {
      closeAll(callers);
    }
  }

  @Test
  void connectionsThatClose_makeRoomForOthers() throws Exception {
    for (int i = 0; i <= ConnectionLimits.CONNECTIONS_MAX; i++) {
      closeAll(List.of(unfinished()));
    }
    assertThat(statusOnceAccepted()).isEqualTo(200);
  }

  /**
   * The status of a request, tried for 10 s, because the endpoint sees closed connections later.
   */
  private int statusOnceAccepted() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try {
        return send("GET", "/echo").statusCode();
      } catch (IOException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
    }
  }

  /** A body without end is refused, and its connection ends. */
  @Test
  void bodiesWithoutEnd_areRefused() throws Exception {
    String head =
        "POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    try (SocketChannel caller = connected()) {
      caller.write(StandardCharsets.US_ASCII.encode(head));
      String piece = "1000\r\n" + "x".repeat(4096) + "\r\n";
      for (int i = 0; i < 3; i++) {
        caller.write(StandardCharsets.US_ASCII.encode(piece));
      }
      assertThat(textUntilEnd(caller)).startsWith("HTTP/1.1 413").contains("at most 4096 bytes");
    }
    assertThat(posted).isEmpty();
  }

  @Test
  @Tag("nightly") // waits for the deadlines of ten seconds
  void bodiesThatStall_areTimedOut_andHeadsEndTheirConnection() throws Exception {
    String head =
        "POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 10\r\n\r\nhalf";
    try (SocketChannel caller = connected();
        SocketChannel headless = unfinished()) {
      caller.write(StandardCharsets.US_ASCII.encode(head));
      assertThat(textUntilEnd(caller)).startsWith("HTTP/1.1 408").contains("in time");
      assertThat(textUntilEnd(headless)).isEmpty();
    }
    assertThat(posted).isEmpty();
  }

  private static String textUntilEnd(SocketChannel caller) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(1 << 16);
    while (caller.read(text) >= 0) {
      assertThat(text.hasRemaining()).isTrue();
    }
    return StandardCharsets.UTF_8.decode(text.flip()).toString();
  }

  private SocketChannel unfinished() throws IOException {
    SocketChannel caller = connected();
    caller.write(StandardCharsets.US_ASCII.encode("GET /echo HTTP/1.1\r\n"));
    return caller;
  }

  private SocketChannel connected() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return SocketChannel.open(new InetSocketAddress(loopback, endpoint.port()));
  }

  private static void closeAll(List<SocketChannel> callers) throws IOException {
    for (SocketChannel caller : callers) {
      caller.close();
    }
  }
}
