package io.duet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.duet.cli.Command;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.cluster.ClusterFolder;
import io.duet.daemon.AccessToken;
import io.duet.daemon.NodeOptions;
import io.duet.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/** A client for the HTTP port of a running node. */
final class NodeClient {
  private static final Pattern FORM =
      Pattern.compile("(?:(127\\.0\\.0\\.1|localhost|\\[::1]):)?(\\d{1,5})");
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(35);
  private static final int ANSWER_BYTES_MAX = 1 << 22;

  private final String address;
  private final @Nullable String authorization;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();

  private NodeClient(String address) {
    this(address, null);
  }

  private NodeClient(String address, @Nullable String authorization) {
    this.address = address;
    this.authorization = authorization;
  }

  /** The option that selects the node. */
  static Option option() {
    return Command.valued(
        "http",
        "HOST:PORT",
        "use the node at this address or port (127.0.0.1:" + NodeOptions.HTTP_PORT + ")");
  }

  /**
   * The node that a command line selects.
   *
   * @throws UsageException if it is not an address on loopback, or no node of the cluster
   */
  static NodeClient of(CommandLine line) {
    if (line.hasOption("node")) {
      return new NodeClient("127.0.0.1:" + portInCluster(line));
    } else if (line.hasOption("dir")) {
      throw new UsageException("--dir is the folder of a cluster; name the node with --node");
    }
    String text = line.getOptionValue("http", String.valueOf(NodeOptions.HTTP_PORT));
    var form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(2)) > 65_535) {
      throw new UsageException(
          "--http is '" + text + "', but must be a port, or HOST:PORT on loopback");
    }
    String host = form.group(1) == null ? "127.0.0.1" : form.group(1);
    return new NodeClient(host + ":" + form.group(2));
  }

  private static int portInCluster(CommandLine line) {
    if (line.hasOption("http")) {
      throw new UsageException("give either --http or --node, not both");
    }
    return ClusterFolder.of(line).httpPort(line.getOptionValue("node"));
  }

  /** The answer to a GET request for this path of the API, with its query. */
  JsonNode get(String path) {
    return ask(request(path).build());
  }

  /** Server-sent events of this path of the API. */
  EventStream events(String path) {
    HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
    return new EventStream(http, request, address);
  }

  /** The answer to a POST request with this body. */
  JsonNode post(String path, Map<String, ?> body) {
    return ask(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.pretty(body)))
            .build());
  }

  /** The answer to a DELETE request for this path of the API, with its query. */
  JsonNode delete(String path) {
    return ask(request(path).DELETE().build());
  }

  /**
   * The same node, for requests that name files of its user.
   *
   * @throws FailureException if it has no data folder, or this user cannot read the token in it
   */
  NodeClient forFiles() {
    JsonNode data = get("/status").path("node").path("data");
    if (!data.isTextual()) {
      throw new FailureException(
          "the node at " + address + " has no data folder; start it without --no-data");
    }
    return new NodeClient(address, AccessToken.in(Path.of(data.textValue())).header());
  }

  /** The same node, for what it tells of its user's files; less if the token cannot be read. */
  NodeClient forFilesIfPermitted() {
    try {
      return forFiles();
    } catch (FailureException e) {
      return this;
    }
  }

  private HttpRequest.Builder request(String path) {
    URI uri = URI.create("http://" + address + NodeOptions.API_PATH + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER_MAX);
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private JsonNode ask(HttpRequest request) {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        String text = new String(body.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
        return understood(response.statusCode(), text);
      }
    } catch (IOException e) {
      throw new FailureException(
          "no node answers at %s; start one with 'duet node', or name another with --http"
              .formatted(address),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException("interrupted while waiting for " + address, e);
    }
  }

  private JsonNode understood(int status, String text) {
    JsonNode answer = tree(text);
    if (status < 300 && !answer.isMissingNode()) {
      return answer;
    } else if (answer.path("detail").isTextual()) {
      throw new FailureException(
          "the node at " + address + " replied: " + answer.path("detail").textValue());
    }
    throw new FailureException(
        "%s answers, but is not a Duet node (HTTP status %d)".formatted(address, status));
  }

  private static JsonNode tree(String text) {
    try {
      return Json.tree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
