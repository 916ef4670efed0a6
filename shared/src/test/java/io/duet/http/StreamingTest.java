package io.duet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are longer than memory should hold: files, uploads and events. */
class StreamingTest {
  private static final int FILE_BYTES = 8 << 20;

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch aborted = new CountDownLatch(1);
  private final Semaphore reading = new Semaphore(Integer.MAX_VALUE);
  private final byte[] content = new byte[FILE_BYTES];
  private HttpEndpoint endpoint;

  /**
   * Keeps a body in memory, reads only with a permit, and has no space for a first piece of two
   * bytes.
   */
  private final class Keeper implements BodyReceiver {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void receive(byte[] bytes) throws IOException {
      reading.acquireUninterruptibly();
      kept.write(bytes);
      if (kept.size() == 2) {
        throw new IOException("no space left");
      }
    }

    @Override
    public HttpAnswer complete() {
      boolean whole = Arrays.equals(kept.toByteArray(), content);
      return HttpAnswer.json(201, List.of(kept.size(), whole));
    }

    @Override
    public void abort() {
      aborted.countDown();
    }
  }

  @BeforeEach
  void serve(@TempDir Path folder) throws IOException {
    new Random(7).nextBytes(content);
    Path file = Files.write(folder.resolve("file"), content);
    endpoint =
        new HttpEndpoint(
            List.of(
                Route.get(
                    "/file",
                    call ->
                        new HttpAnswer.FileBody(
                            file, FILE_BYTES, "application/x-test", "é & é.txt")),
                Route.put("/file", call -> new Keeper()),
                Route.get("/events", call -> new HttpAnswer.EventStream(7, this::events))),
            0,
            "--port");
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  /** Events 0 to 999,999, each of about 1 KiB, of which a hundred are kept at a time. */
  private List<HttpAnswer.ServerEvent> events(long since) {
    return LongStream.range(since, Math.min(since + 100, 1_000_000))
        .mapToObj(
            number ->
                new HttpAnswer.ServerEvent(number, "" + number, "\"" + "e".repeat(1_000) + "\""))
        .toList();
  }

  private HttpResponse<byte[]> get(String range) throws IOException, InterruptedException {
    return client.send(
        request("/file").header("Range", range).header("Accept-Encoding", "gzip").build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path));
  }

  @Test
  void file_isSentAsItIs() throws Exception {
    HttpResponse<byte[]> response = get("");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(content);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-test");
    assertThat(response.headers().firstValue("Accept-Ranges")).contains("bytes");
  }

  @Test
  void rangeOfAFile_isSentAlone() throws Exception {
    HttpResponse<byte[]> response = get("bytes=1000000-1000009");
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(content, 1000000, 1000010));
    assertThat(response.headers().firstValue("Content-Range"))
        .contains("bytes 1000000-1000009/" + FILE_BYTES);
  }

  @Test
  void rangeBeyondTheEnd_isRefused() throws Exception {
    HttpResponse<byte[]> response = get("bytes=" + FILE_BYTES + "-");
    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(response.headers().firstValue("Content-Range")).contains("bytes */" + FILE_BYTES);
  }

  /** A client that does not read holds a connection, and nothing else. */
  @Test
  void slowReaders_blockNobody() throws Exception {
    try (Socket one = send("GET /file", "", 0);
        Socket two = send("GET /events", "", 0)) {
      for (int i = 0; i < 20; i++) {
        assertThat(get("bytes=0-9").statusCode()).isEqualTo(206);
      }
      assertThat(one.isConnected() && two.isConnected()).isTrue();
    }
  }

  @Test
  void upload_isPassedOnWhole() throws Exception {
    HttpResponse<String> response = put(content);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(Json.tree(response.body())).isEqualTo(Json.tree("[" + FILE_BYTES + ", true]"));
  }

  @Test
  void emptyUpload_isComplete() throws Exception {
    assertThat(Json.tree(put(new byte[0]).body())).isEqualTo(Json.tree("[0, false]"));
  }

  private HttpResponse<String> put(byte[] body) throws IOException, InterruptedException {
    return client.send(
        request("/file").PUT(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void uploadThatCannotBeKept_isAborted() throws Exception {
    try (Socket sender = send("PUT /file", "no", 100)) {
      assertThat(firstLine(sender)).isEqualTo("HTTP/1.1 507 Insufficient Storage");
    }
    assertThat(aborted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void uploadWhoseSenderGoes_isAborted() throws Exception {
    send("PUT /file", "half", 8).close();
    assertThat(aborted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  /** What a slow receiver has not taken is not read from the connection either. */
  @Test
  void uploads_leaveConnectionsToOthers() throws Exception {
    List<Socket> senders = new ArrayList<>();
    try {
      for (int i = 0; i < HttpEndpoint.UPLOADS_MAX; i++) {
        senders.add(send("PUT /file", "half", 100));
      }
      try (Socket late = send("PUT /file", "half", 100)) {
        assertThat(firstLine(late)).contains(" 503 ");
      }
      assertThat(get("bytes=0-0").statusCode()).isEqualTo(206);
    } finally {
      for (Socket sender : senders) {
        sender.close();
      }
    }
  }

  @Test
  void slowReceivers_slowTheirSenders() throws Exception {
    reading.drainPermits();
    int length = 64 << 20;
    try (Socket sender = send("PUT /file", "", length)) {
      byte[] piece = new byte[1 << 20];
      Thread writer = new Thread(() -> write(sender, piece, length / piece.length));
      writer.start();
      writer.join(1_000);
      assertThat(writer.isAlive()).as("the sender waits").isTrue();
      reading.release(Integer.MAX_VALUE);
      assertThat(firstLine(sender)).isEqualTo("HTTP/1.1 201 Created");
      writer.join();
    }
  }

  private static void write(Socket sender, byte[] piece, int times) {
    try {
      for (int i = 0; i < times; i++) {
        sender.getOutputStream().write(piece);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void events_areSentInOrder_fromTheFirstOneOn() throws Exception {
    HttpResponse<InputStream> response =
        client.send(request("/events").build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    try (var lines = new Scanner(response.body(), StandardCharsets.UTF_8)) {
      assertThat(lines.nextLine()).isEqualTo(":");
      for (long number = 7; number < 500; number++) {
        assertThat(lines.nextLine()).isEmpty();
        assertThat(lines.nextLine()).isEqualTo("id: " + number);
        assertThat(lines.nextLine()).startsWith("data: \"eee").endsWith("e\"");
      }
    }
  }

  /** Sends the head of a request and the beginning of its body. */
  private Socket send(String methodAndPath, String begin, int length) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    OutputStream out = socket.getOutputStream();
    String head =
        methodAndPath + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
    out.write((head + begin).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
