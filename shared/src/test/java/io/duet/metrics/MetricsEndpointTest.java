package io.duet.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
  private final Metrics metrics = new Metrics(List.of("chord"));
  private final MetricsEndpoint endpoint = new MetricsEndpoint(metrics::scrape, 0);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    endpoint.close();
    metrics.close();
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void get_givesTheScrapeInPrometheusTextFormat() throws Exception {
    metrics.overlay("chord").searchEnded("found", 4, 1_000_000);
    HttpResponse<String> response = send("GET", "/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(new Exposition(response.body()).value("duet_lookup_hops_sum")).isEqualTo(4);
  }

  @Test
  void otherPaths_areNotFound() throws Exception {
    assertThat(send("GET", "/").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/metrics/more").statusCode()).isEqualTo(404);
  }

  @Test
  void otherMethods_areNotAllowed() throws Exception {
    HttpResponse<String> response = send("POST", "/metrics");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET");
    assertThat(send("HEAD", "/metrics").statusCode()).isEqualTo(405);
  }

  @Test
  void portInUse_isSaidInOneSentence() {
    assertThatThrownBy(() -> new MetricsEndpoint(metrics::scrape, endpoint.port()).close())
        .isInstanceOf(FailureException.class)
        .hasMessage(
            "port "
                + endpoint.port()
                + " on 127.0.0.1 is in use; choose another with --metrics-port");
  }

  @Test
  void close_freesThePort() {
    int port = endpoint.port();
    endpoint.close();
    try (MetricsEndpoint next = new MetricsEndpoint(metrics::scrape, port)) {
      assertThat(next.port()).isEqualTo(port);
    }
  }

  @Test
  void unfinishedRequests_areBoundedInNumber() throws Exception {
    List<SocketChannel> clients = new ArrayList<>();
    try (Selector closed = Selector.open()) {
      for (int i = 0; i < 19; i++) {
        clients.add(unfinished());
        clients.get(i).configureBlocking(false).register(closed, SelectionKey.OP_READ);
      }
      assertThat(closed.select(5_000)).as("connections that the endpoint closed").isEqualTo(1);
    } finally {
      closeAll(clients);
    }
  }

  @Test
  void clientsThatGoAway_freeTheirThreads() throws Exception {
    closeAll(List.of(unfinished(), unfinished()));
    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(200);
  }

  private SocketChannel unfinished() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    SocketChannel client = SocketChannel.open(new InetSocketAddress(loopback, endpoint.port()));
    client.write(StandardCharsets.US_ASCII.encode("GET /metrics HTTP/1.1\r\n"));
    return client;
  }

  private static void closeAll(List<SocketChannel> clients) throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
  }
}
