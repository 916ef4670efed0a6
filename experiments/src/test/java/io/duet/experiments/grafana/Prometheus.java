package io.duet.experiments.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A real Prometheus: a process of its own on an ephemeral loopback port, with its own data. */
final class Prometheus implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 25;
  private static final long POLL_MILLIS = 50;
  private static final int STARTS_MAX = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
  private final Path log;
  private final Process process;
  private final int port;

  private Prometheus(Path program, Path config, Path folder) throws IOException {
    log = folder.resolve("prometheus.log");
    port = freePort();
    process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts one with this configuration and waits until it is ready. */
  static Prometheus start(Path program, Path config, Path folder) throws IOException {
    for (int tries = 1; ; tries++) {
      Prometheus prometheus = new Prometheus(program, config, folder);
      try {
        prometheus.await("readiness", prometheus::isReady, ready -> ready);
        return prometheus;
      } catch (AssertionError e) {
        prometheus.close();
        boolean portTaken = Tool.text(prometheus.log).contains("address already in use");
        if (!portTaken || tries == STARTS_MAX) {
          throw e;
        }
      }
    }
  }

  /** A port that was free a moment ago. Prometheus cannot report which port it chose itself. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() {
    try {
      return get("/-/ready", Map.of()).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false; // it does not listen yet
    }
  }

  /** Asks again and again until the answer is as wished, the process ends, or time is up. */
  <T> T await(String what, Supplier<T> question, Predicate<T> wish) {
    while (true) {
      T answer = question.get();
      if (wish.test(answer)) {
        return answer;
      }
      if (endedWithinOnePoll() || System.nanoTime() > deadlineNanos) {
        throw new AssertionError(
            "no " + what + "; the last answer was " + answer + "; it said: " + Tool.text(log));
      }
    }
  }

  private boolean endedWithinOnePoll() {
    try {
      return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for Prometheus", e);
    }
  }

  /** The field {@code data} of an answer of the API, which must be a success. */
  JsonNode data(String path, Map<String, String> parameters) {
    try {
      HttpResponse<String> response = get("/api/v1/" + path, parameters);
      JsonNode answer = JSON.readTree(response.body());
      if (!answer.path("status").asText().equals("success")) {
        throw new AssertionError(parameters + " is answered with " + answer);
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> get(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + query))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while asking Prometheus", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
