package io.duet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.Command;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.daemon.NodeOptions;
import io.duet.http.Json;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** A client for the HTTP port of a running node. */
final class NodeClient {
  private static final Pattern FORM =
      Pattern.compile("(?:(127\\.0\\.0\\.1|localhost|\\[::1]):)?(\\d{1,5})");
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(35);
  private static final int ANSWER_BYTES_MAX = 1 << 22;

  private final String address;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();

  private NodeClient(String address) {
    this.address = address;
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
   * @throws UsageException if it is not an address on loopback
   */
  static NodeClient of(CommandLine line) {
    String text = line.getOptionValue("http", String.valueOf(NodeOptions.HTTP_PORT));
    var form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(2)) > 65_535) {
      throw new UsageException(
          "--http is '" + text + "', but must be a port, or HOST:PORT on loopback");
    }
    String host = form.group(1) == null ? "127.0.0.1" : form.group(1);
    return new NodeClient(host + ":" + form.group(2));
  }

  /** The node's status. */
  JsonNode status() {
    return ask(request("/status").build());
  }

  /** The result of a search for this name; without a number, the node's default applies. */
  JsonNode search(ContentName name, OptionalLong results) {
    return ask(request("/search?name=" + encoded(name.text()) + wanted(results)).build());
  }

  /** The result of a search for names with all of these words, with the same default. */
  JsonNode search(Keywords words, OptionalLong results) {
    return ask(request("/search?words=" + encoded(words.toString()) + wanted(results)).build());
  }

  private static String wanted(OptionalLong results) {
    return results.isEmpty() ? "" : "&results=" + results.getAsLong();
  }

  /** A list of the node, from this row on. */
  JsonNode list(String name, int first) {
    return ask(request("/" + name + "?first=" + first).build());
  }

  /** The request log of the node, from this number on. */
  JsonNode events(long since) {
    return ask(request("/events?since=" + since).build());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Publishes a name; the result says whether it was acknowledged, and by which peer. */
  JsonNode publish(ContentName name) {
    return post("/publish", Map.of("name", name.text()));
  }

  /** A peer that has a file, or else one with this number of free bytes. */
  JsonNode place(ContentName name, long bytes) {
    return post("/place", Map.of("name", name.text(), "bytes", bytes));
  }

  /** Sends a text to the user of a peer; the result has its delivery status. */
  JsonNode request(PeerAddress to, String text) {
    return post("/request", Map.of("to", to.toString(), "text", text));
  }

  private JsonNode post(String path, Map<String, ?> body) {
    return ask(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.pretty(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(ANSWER_MAX);
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
    try {
      if (status == 200 || status == 202) {
        return Json.tree(text);
      }
    } catch (JsonProcessingException e) {
      // reported below
    }
    if (status >= 500 || status == 400) {
      throw new FailureException("the node at " + address + " replied: " + text.strip());
    }
    throw new FailureException(
        "%s answers, but is not a Duet node (HTTP status %d)".formatted(address, status));
  }
}
