package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duet.cli.FailureException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes as processes run them, here within one process, asked over HTTP. */
class NodeDaemonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<NodeDaemon> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(NodeDaemon::close);
  }

  private NodeDaemon node(String options) throws Exception {
    NodeDaemon node = new NodeDaemon(NodeOptionsTest.options(options + " --http 0"));
    nodes.add(node);
    return node;
  }

  private NodeDaemon member(String options) throws Exception {
    NodeDaemon node = node(options);
    node.start().get(10, TimeUnit.SECONDS);
    return node;
  }

  private HttpResponse<String> get(NodeDaemon node, String path)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(node, path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(NodeDaemon node, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(node, path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String problem(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body()).path("detail").asText();
  }

  private static URI uri(NodeDaemon node, String path) {
    String prefix = path.matches("/(metrics|healthz|readyz)") ? "" : "/api/v1";
    return URI.create("http://127.0.0.1:" + node.httpPort() + prefix + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord", "flood"})
  void names_arePublishedFoundAndWithdrawn(String overlay) throws Exception {
    NodeDaemon first = member("--overlay " + overlay);
    NodeDaemon second = member("--overlay " + overlay + " --join " + first.self());
    JsonNode answer = JSON.readTree(post(second, "/publish", "{\"name\": \"é & é\"}").body());
    assertThat(answer.path("acknowledged").asBoolean()).isTrue();
    JsonNode found = JSON.readTree(get(first, "/search?name=%C3%A9+%26+%C3%A9").body());
    assertThat(found.path("outcome").asText()).isEqualTo("found");
    assertThat(found.findValuesAsText("address")).containsExactly(second.self().toString());
    assertThat(post(second, "/withdraw", "{\"name\": \"é & é\"}").statusCode()).isEqualTo(200);
    assertThat(post(second, "/withdraw", "{\"name\": \"é & é\"}").statusCode()).isEqualTo(404);
  }

  @Test
  void presets_meetInOneRing() throws Exception {
    NodeDaemon first = member("--overlay chord");
    NodeDaemon second =
        member("--overlay chord:base16 --publish song --set fingerBase=8 --join " + first.self());
    post(second, "/publish", "{\"name\": \"song\"}");
    assertThat(JSON.readTree(get(first, "/search?name=song").body()).path("outcome").asText())
        .isEqualTo("found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord", "flood"})
  void names_areFoundByTheirWords(String overlay) throws Exception {
    NodeDaemon first = member("--overlay " + overlay);
    NodeDaemon second = member("--overlay " + overlay + " --join " + first.self());
    post(second, "/publish", "{\"name\": \"Big Buck Bünny.mp4\"}");
    post(second, "/publish", "{\"name\": \"Big Fish.txt\"}");
    JsonNode answer = JSON.readTree(get(first, "/search?words=bunny+BIG").body());
    assertThat(answer.path("complete").asBoolean()).isTrue();
    assertThat(answer.path("found")).hasSize(1);
    assertThat(answer.at("/found/0/name").asText()).isEqualTo("Big Buck Bünny.mp4");
    assertThat(answer.at("/found/0/providers/0").asText()).isEqualTo(second.self().toString());
    assertThat(get(first, "/search?words=%21%21").statusCode()).isEqualTo(400);
  }

  @Test
  void search_endsWithTheRequestedNumberOfResults() throws Exception {
    NodeDaemon first = member("--overlay flood");
    String contact = "--overlay flood --publish song --join " + first.self();
    List<String> providers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      providers.add(member(contact).self().toString());
    }
    JsonNode one = JSON.readTree(get(first, "/search?name=song").body());
    JsonNode all = JSON.readTree(get(first, "/search?name=song&results=4").body());
    assertThat(providers).containsAll(one.findValuesAsText("address"));
    assertThat(all.findValuesAsText("address")).containsExactlyInAnyOrderElementsOf(providers);
    assertThat(problem(get(first, "/search?name=song&results=0")))
        .isEqualTo("results is '0', but must be a whole number from 1 to 16");
  }

  /** A node of weight three is three members: the other one sees all of them. */
  @Test
  void virtualNodes_joinTheRingBesideTheNode() throws Exception {
    NodeDaemon heavy = member("--overlay chord --set virtualNodes=3");
    NodeDaemon light = member("--overlay chord --join " + heavy.self());
    Await.until(10, "three successors", () -> successors(light) == 3);
  }

  private int successors(NodeDaemon node) throws IOException, InterruptedException {
    return JSON.readTree(get(node, "/status").body()).path("successors").size();
  }

  @Test
  void names_ofTheCommandLineAreAnnounced() throws Exception {
    NodeDaemon first = member("--overlay chord --publish song");
    JsonNode status = JSON.readTree(get(first, "/status").body());
    assertThat(status.at("/announcements/0/name").asText()).isEqualTo("song");
    assertThat(status.at("/ring/announcements").asInt()).isEqualTo(1);
  }

  @Test
  void status_ofANodeThatIsAlone() throws Exception {
    NodeDaemon alone = member("--overlay chord");
    post(alone, "/publish", "{\"name\": \"song\"}");
    JsonNode status = JSON.readTree(get(alone, "/status").body());
    String address = alone.self().toString();
    assertThat(status.path("health").asText()).isEqualTo("alone");
    assertThat(status.at("/node/overlay").asText()).isEqualTo("chord");
    assertThat(status.at("/node/address").asText()).isEqualTo(address);
    assertThat(status.at("/node/announcements_acknowledged").asInt()).isEqualTo(1);
    assertThat(status.at("/ring/records_kept").asInt()).isEqualTo(2); // its key's and its word's
    assertThat(status.at("/announcements/0/acknowledged_by").asText()).isEqualTo(address);
    assertThat(status.at("/errors/requests_timed_out").asInt()).isZero();
  }

  @Test
  void node_isAliveFromTheStart_andReadyOnceItIsAMember() throws Exception {
    NodeDaemon node = node("--overlay chord");
    assertThat(get(node, "/healthz").statusCode()).isEqualTo(200);
    assertThat(get(node, "/readyz").statusCode()).isEqualTo(503);
    assertThat(problem(get(node, "/readyz")))
        .isEqualTo("This node is not a member of its network yet.");
    node.start().get(10, TimeUnit.SECONDS);
    assertThat(get(node, "/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void status_hasNumbersWhereTheyAreMeant() throws Exception {
    NodeDaemon first = member("--overlay chord");
    NodeDaemon second = member("--overlay chord --join " + first.self());
    JsonNode status = JSON.readTree(get(second, "/status").body());
    assertThat(status.at("/successors/0/place").isInt()).isTrue();
    assertThat(status.at("/traffic/bytes_sent").isIntegralNumber()).isTrue();
  }

  @Test
  void status_ofANodeThatIsNotStarted() throws Exception {
    NodeDaemon node = node("--overlay chord --join 127.0.0.1:1 --set lookupDeadline=100ms");
    assertThat(JSON.readTree(get(node, "/status").body()).path("health").asText())
        .isEqualTo("joining");
    JsonNode answer = JSON.readTree(get(node, "/search?name=song").body());
    assertThat(answer.path("outcome").asText()).isEqualTo("failed");
  }

  @Test
  void metrics_areThoseOfTheNode() throws Exception {
    NodeDaemon node = member("--overlay chord");
    get(node, "/search?name=nothing");
    assertThat(get(node, "/metrics").body())
        .contains("duet_nodes{overlay=\"chord\"} 1.0")
        .contains("duet_searches_total{outcome=\"not_found\",overlay=\"chord\"} 1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[", "{\"name\": 7}", "{\"name\": \"\"}", "\"name\""})
  void posts_thatAreInvalid_areRefused(String body) throws Exception {
    NodeDaemon node = member("--overlay chord");
    HttpResponse<String> response = post(node, "/publish", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(problem(response)).isNotEmpty();
  }

  @Test
  void names_areBounded() throws Exception {
    NodeDaemon node = member("--overlay chord");
    String name = "x".repeat(256);
    assertThat(problem(post(node, "/publish", "{\"name\": \"" + name + "\"}")))
        .isEqualTo("a name may have at most 255 bytes in UTF-8, but this one has 256");
    assertThat(get(node, "/search?name=" + name).statusCode()).isEqualTo(400);
    assertThat(get(node, "/search").statusCode()).isEqualTo(400);
  }

  @Test
  void addressInUse_isReported() throws Exception {
    String address = node("--overlay chord").self().toString();
    assertThatThrownBy(() -> node("--overlay chord --listen " + address))
        .isInstanceOf(FailureException.class)
        .hasMessage(address + " is in use; choose another address with --listen");
  }

  @Test
  void httpPortInUse_isReported_andTheOtherPortIsFreeAgain() throws Exception {
    int port = node("--overlay chord").httpPort();
    NodeDaemon ended = node("--overlay chord");
    ended.close();
    String listen = "--overlay chord --listen " + ended.self();
    NodeOptions options = NodeOptionsTest.options(listen + " --http " + port);
    assertThatThrownBy(() -> new NodeDaemon(options).close())
        .isInstanceOf(FailureException.class)
        .hasMessage("port " + port + " on 127.0.0.1 is in use; choose another with --http");
    assertThat(node(listen).self()).isEqualTo(ended.self());
  }

  @Test
  void otherAddresses_cannotBeListenedAt() {
    assertThatThrownBy(() -> node("--overlay chord --listen 192.0.2.1:4000"))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("cannot listen at 192.0.2.1:4000: ");
  }

  @Test
  void contacts_areAProblem_untilOneAnswers() throws Exception {
    NodeDaemon ended = member("--overlay chord");
    NodeDaemon running = member("--overlay chord");
    ended.close();
    assertThat(Contacts.problem(List.of(ended.self())))
        .contains(ended.self() + ": connection refused");
    assertThat(Contacts.problem(List.of(ended.self(), running.self()))).isEmpty();
    assertThat(Contacts.problem(List.of())).isEmpty();
  }

  @Test
  void close_leavesTheRing_andHandsItsRecordsOver() throws Exception {
    NodeDaemon first = member("--overlay chord --set replicas=1 --set stabilize=100ms");
    NodeDaemon second =
        member("--overlay chord --set replicas=1 --set stabilize=100ms --join " + first.self());
    for (int i = 0; i < 20; i++) {
      post(first, "/publish", "{\"name\": \"song " + i + "\"}");
    }
    second.close();
    for (int i = 0; i < 20; i++) {
      JsonNode answer = JSON.readTree(get(first, "/search?name=song+" + i).body());
      assertThat(answer.path("outcome").asText()).as("song %d", i).isEqualTo("found");
    }
  }
}
