package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of nodes that are processes, and where they keep their data if nobody says so. */
class EventsAsProcessesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String EXPLAINED = "/search?name=song&explain=true";

  @TempDir private Path folder;
  private final List<DuetProcess> running = new ArrayList<>();

  @AfterEach
  void killAll() {
    running.forEach(DuetProcess::close);
  }

  private DuetProcess started(DuetProcess process) {
    running.add(process);
    return process;
  }

  private DuetProcess node(String data, String http, String... more) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("node", "--overlay", "chord", "--until-eof", "--http", http));
    line.addAll(List.of("--data", folder.resolve(data).toString()));
    line.addAll(List.of(more));
    DuetProcess node = started(DuetProcess.run(line.toArray(String[]::new)));
    node.awaitListening();
    node.awaitJoined();
    return node;
  }

  private static String freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return String.valueOf(socket.getLocalPort());
    }
  }

  @Test
  void follower_isToldOfFilesAndDownloads_andReconnectsAfterARestart() throws Exception {
    Path file = Files.writeString(folder.resolve("song.txt"), "la la la");
    String port = freePort();
    DuetProcess sharing = node("a", port, "--listen", "127.0.0.1:" + freePort());
    String address = sharing.status().at("/node/address").asText();
    DuetProcess following =
        started(DuetProcess.run("events", "--follow", "--json", "--http", port));
    assertThat(event(following, "join").path("peer").asText()).isEqualTo(address);
    sharing.command("put", file.toString());
    JsonNode shared = event(following, "file");
    assertThat(shared.path("state").asText()).isEqualTo("shared");
    assertThat(shared.path("bytes").isNumber()).isTrue();
    assertThat(shared.path("name").asText()).isEqualTo("song.txt");

    DuetProcess fetching = node("b", "0", "--join", address);
    assertThat(event(following, "join").path("as").asText()).isEqualTo("predecessor");
    String out = folder.resolve("out.txt").toString();
    fetching.command("get", "song.txt", "-o", out);
    assertThat(event(following, "request").path("request").asText()).startsWith("providers of ");
    assertThat(fetching.command("ls", "--peer", address)).contains("song.txt");
    List<String> states = new ArrayList<>();
    fetching
        .get("/events?kind=download")
        .path("events")
        .forEach(event -> states.add(event.path("state").asText()));
    assertThat(states).containsExactly("running", "done");

    assertThat(event(following, "upload").path("state").asText()).isEqualTo("running");
    assertThat(event(following, "upload").path("bytes").asLong()).isEqualTo(8);

    sharing.close(); // as kill -9 does
    DuetProcess again = node("a", port, "--listen", address);
    JsonNode joined = event(following, "join");
    assertThat(joined.path("as").asText()).isEqualTo("self");
    assertThat(again.get("/events?kind=join").at("/events/0/at")).isEqualTo(joined.path("at"));
  }

  /** The next event of this kind that a command prints. */
  private static JsonNode event(DuetProcess following, String kind) throws Exception {
    while (true) {
      JsonNode event = JSON.readTree("{" + following.awaitLine("{"));
      if (event.path("kind").asText().equals(kind)) {
        return event;
      }
    }
  }

  @Test
  void search_isExplainedStepByStep_onEitherOverlay() throws Exception {
    for (String overlay : List.of("chord", "super-peer")) {
      DuetProcess first = started(DuetProcess.nodeOf(overlay));
      String address = first.awaitListening();
      first.awaitJoined();
      DuetProcess second = started(DuetProcess.nodeOf(overlay, "--join", address));
      second.awaitListening();
      second.awaitJoined();
      first.publish("song");
      List<DuetProcess> both = List.of(first, second);
      Await.until(30, "a search with steps", () -> both.stream().anyMatch(this::hasSteps));
      DuetProcess asking = hasSteps(second) ? second : first; // the other may own the key itself
      JsonNode step = asking.get(EXPLAINED).at("/steps/0");
      assertThat(step.path("peer").asText()).as(overlay).startsWith("127.0.0.1:");
      assertThat(step.path("ms").isNumber()).isTrue();
      assertThat(step.path("from").asText()).isNotEmpty();
      assertThat(step.path("answer").asText()).isNotEmpty();
      assertThat(asking.command("search", "song", "--explain"))
          .contains("start ms")
          .contains(step.path("peer").asText());
    }
  }

  private boolean hasSteps(DuetProcess node) {
    try {
      JsonNode found = node.get(EXPLAINED);
      return found.path("outcome").asText().equals("found") && !found.path("steps").isEmpty();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nodesWithoutData_useTheFolderOfTheirUser_oneAfterTheOther() throws Exception {
    Map<String, String> user = Map.of("XDG_DATA_HOME", folder.toString(), "DUET_NO_DATA", "false");
    String[] node = {"node", "--overlay", "chord", "--until-eof", "--http", "0"};
    DuetProcess first = started(DuetProcess.run(user, node));
    first.awaitListening();
    assertThat(first.awaitLine("data: ")).isEqualTo(folder.resolve("duet/chord").toString());
    DuetProcess second = started(DuetProcess.run(user, node));
    assertThat(second.awaitLine("data: ")).isEqualTo(folder.resolve("duet/chord-2").toString());
    first.command("put", Files.writeString(folder.resolve("a.txt"), "a").toString());
    assertThat(first.get("/files").at("/files/0/name").asText()).isEqualTo("a.txt");
  }
}
