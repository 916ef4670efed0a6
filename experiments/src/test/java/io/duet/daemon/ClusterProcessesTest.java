package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters as people run them: started, asked, damaged, repaired and ended by commands. */
class ClusterProcessesTest {
  private static final int HEALTHY_SECONDS_MAX = 30;
  private static final int END_SECONDS_MAX = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<DuetProcess> started = new ArrayList<>();
  private final Thread atExit = new Thread(this::killNodes);

  @TempDir private Path folder;

  @BeforeEach
  void leaveNothingBehind() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  @AfterEach
  void endAll() {
    started.forEach(DuetProcess::close);
    killNodes();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void killNodes() {
    nodes().stream()
        .flatMap(node -> process(node).stream())
        .forEach(
            process -> {
              process.destroyForcibly();
              process.onExit().completeOnTimeout(null, END_SECONDS_MAX, TimeUnit.SECONDS).join();
            });
  }

  private List<JsonNode> nodes() {
    List<JsonNode> nodes = new ArrayList<>();
    Path file = folder.resolve("cluster.json");
    try {
      if (Files.exists(file)) {
        JSON.readTree(file.toFile()).path("nodes").forEach(nodes::add);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return nodes;
  }

  private static Optional<ProcessHandle> process(JsonNode node) {
    Instant start = Instant.ofEpochMilli(node.path("started_ms").asLong());
    return ProcessHandle.of(node.path("pid").asLong())
        .filter(process -> process.info().command().isPresent())
        .filter(process -> isNear(process.info().startInstant().orElseThrow(), start));
  }

  private static boolean isNear(Instant one, Instant other) {
    return Duration.between(one, other).abs().toSeconds() < 3;
  }

  private DuetProcess run(String... arguments) throws IOException {
    DuetProcess process = DuetProcess.run(arguments);
    started.add(process);
    return process;
  }

  private DuetProcess cluster(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("cluster", "--dir", folder.toString()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private DuetProcess ask(int node, String command, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(command, "--dir", folder.toString()));
    all.addAll(List.of("--node", String.valueOf(node)));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private void awaitHealthy() {
    Await.until(HEALTHY_SECONDS_MAX, "a healthy cluster", () -> cluster("status").awaitEnd() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer"})
  void cluster_isStartedAskedRepairedAndEnded(String overlay) throws Exception {
    DuetProcess up = cluster("up", "3", "--overlay", overlay);
    up.awaitLine("3 nodes of " + overlay + " run");
    assertThat(up.awaitEnd()).isZero();
    awaitHealthy();
    assertThat(JSON.readTree(folder.resolve("targets.json").toFile())).hasSize(3);

    DuetProcess publish = ask(1, "publish", "a song");
    publish.awaitLine("published: a song");
    ask(3, "search", "a song").awaitLine("127.0.0.1:" + nodes().get(0).path("port").asInt());

    List<JsonNode> before = nodes();
    ProcessHandle second = process(before.get(1)).orElseThrow();
    second.destroyForcibly();
    second.onExit().get(END_SECONDS_MAX, TimeUnit.SECONDS);
    DuetProcess status = cluster("status");
    status.awaitLine("   2           down");
    assertThat(status.awaitEnd()).isEqualTo(1);

    DuetProcess again = cluster("up");
    again.awaitLine("node 1 runs already");
    again.awaitLine("node 2: 127.0.0.1:" + before.get(1).path("port").asInt());
    assertThat(again.awaitEnd()).isZero();
    assertThat(pid(0)).isEqualTo(before.get(0).path("pid").asLong());
    assertThat(pid(1)).isNotEqualTo(before.get(1).path("pid").asLong());
    awaitHealthy();

    List<ProcessHandle> running = nodes().stream().flatMap(n -> process(n).stream()).toList();
    assertThat(running).hasSize(3);
    DuetProcess down = cluster("down");
    down.awaitLine("3 nodes have ended");
    assertThat(down.awaitEnd()).isZero();
    assertThat(nodes()).allSatisfy(node -> assertThat(process(node)).isEmpty());
    assertThat(cluster("status").awaitEnd()).isEqualTo(1);
    assertThat(ask(1, "status").awaitEnd()).isEqualTo(1);
  }

  private long pid(int index) {
    return nodes().get(index).path("pid").asLong();
  }

  @Test
  void up_showsTheLogOfANodeThatCannotJoin() throws Exception {
    DuetProcess up = cluster("up", "1");
    assertThat(up.awaitEnd()).isZero();
    DuetProcess down = cluster("down", "--json");
    assertThat(down.output()).contains("1 nodes have ended", "\"state\" : \"down\"");
    assertThat(down.awaitEnd()).isZero();
    int port = nodes().get(0).path("port").asInt();
    DuetProcess other = DuetProcess.node("--listen", "127.0.0.1:" + port);
    started.add(other);
    other.awaitListening();
    DuetProcess again = cluster("up");
    again.awaitLine("node 1 has ended; the end of ");
    again.awaitLine("  duet node: 127.0.0.1:" + port + " is in use; choose another address");
    again.awaitLine("duet cluster: node 1 of " + folder + " did not join");
    assertThat(again.awaitEnd()).isEqualTo(1);
  }

  @Test
  void commands_refuseAClusterOrNodeThatDoesNotExist() throws Exception {
    DuetProcess down = cluster("down");
    down.awaitLine("duet cluster: there is no cluster in " + folder);
    DuetProcess both = ask(1, "status", "--http", "1");
    both.awaitLine("duet status: give either --http or --node, not both");
    DuetProcess word = cluster("sideways");
    word.awaitLine("duet cluster: write up N, down or status");
    DuetProcess many = cluster("up", "101");
    many.awaitLine("duet cluster: N is '101', but must be from 1 to 100 nodes");
    assertThat(List.of(down.awaitEnd(), both.awaitEnd(), word.awaitEnd(), many.awaitEnd()))
        .containsExactly(1, 2, 2, 2);
  }
}
