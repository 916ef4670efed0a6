package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as people run them: processes, lines and exit statuses. */
class CommandsTest {
  private static final int INTERRUPTED = 128 + 15;

  private static DuetProcess node;
  private final List<DuetProcess> started = new ArrayList<>();

  /** One node for all tests that leave it as it was. */
  @BeforeAll
  static void startNode() throws Exception {
    node = DuetProcess.node("--publish", "a song");
    node.awaitListening();
    node.awaitJoined();
  }

  @AfterAll
  static void endNode() {
    node.close();
  }

  @AfterEach
  void endAll() {
    started.forEach(DuetProcess::close);
  }

  private DuetProcess node(String... more) throws IOException {
    DuetProcess node = DuetProcess.node(more);
    started.add(node);
    return node;
  }

  private DuetProcess run(String... arguments) throws IOException {
    DuetProcess process = DuetProcess.run(arguments);
    started.add(process);
    return process;
  }

  @Test
  void commands_queryARunningNode() throws Exception {
    DuetProcess publish = run("publish", "--http", node.httpPort(), "another song");
    DuetProcess status = run("status", "--http", "127.0.0.1:" + node.httpPort());
    DuetProcess search = run("search", "--http", node.httpPort(), "a song");
    DuetProcess missing = run("search", "--http", node.httpPort(), "no song");
    assertThat(publish.awaitLine("published: "))
        .isEqualTo("another song, acknowledged by " + node.address());
    assertThat(status.awaitLine("health: ")).isEqualTo("alone");
    search.awaitLine(node.address());
    assertThat(missing.awaitLine("duet search: ")).isEqualTo("no provider found for 'no song'");
    assertThat(
            List.of(publish.awaitEnd(), status.awaitEnd(), search.awaitEnd(), missing.awaitEnd()))
        .containsExactly(0, 0, 0, 1);
  }

  @Test
  void commands_reportThatNoNodeAnswers() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(free.getLocalPort());
      free.close();
      DuetProcess status = run("status", "--http", port);
      assertThat(status.awaitLine("duet status: "))
          .isEqualTo(
              "no node answers at 127.0.0.1:"
                  + port
                  + "; start one with 'duet node', or name another with --http");
      assertThat(status.awaitEnd()).isEqualTo(1);
    }
  }

  @Test
  void commands_refuseInvalidArguments() throws Exception {
    DuetProcess far = run("status", "--http", "192.0.2.1:80");
    DuetProcess nameless = run("search", "two", "words");
    DuetProcess overlong = run("publish", "x".repeat(256));
    far.awaitLine("duet status: --http is '192.0.2.1:80', but must be a port, or");
    nameless.awaitLine("duet search: give one NAME, in quotes if it has spaces");
    overlong.awaitLine("duet publish: a name may have at most 255 bytes in UTF-8");
    assertThat(List.of(far.awaitEnd(), nameless.awaitEnd(), overlong.awaitEnd()))
        .containsExactly(2, 2, 2);
  }

  @Test
  void search_forNoResults_isRefusedByTheNode() throws Exception {
    DuetProcess name = run("search", "--http", node.httpPort(), "--results", "0", "a song");
    DuetProcess words =
        run("search", "--http", node.httpPort(), "--results", "0", "--words", "song");
    assertThat(name.awaitLine("duet search: "))
        .endsWith("replied: results is '0', but must be a whole number from 1 to 16");
    assertThat(words.awaitLine("duet search: "))
        .endsWith("replied: results is '0', but must be a whole number from 1 to 64");
    assertThat(List.of(name.awaitEnd(), words.awaitEnd())).containsExactly(1, 1);
  }

  @Test
  void interrupt_letsANodeLeave_andItsNeighborNotices() throws Exception {
    DuetProcess second = node("--join", node.address());
    String address = second.awaitListening();
    second.awaitJoined();
    second.interrupt();
    assertThat(second.awaitLine("left: ")).isEqualTo(address);
    assertThat(second.awaitEnd()).isEqualTo(INTERRUPTED);
    assertThat(node.status().path("health").asText()).isEqualTo("alone");
    int unanswered = node.status().at("/errors/requests_timed_out").asInt();
    assertThat(unanswered).isLessThanOrEqualTo(1); // one may have been on its way
  }

  @Test
  void endOfInput_letsANodeLeave_withUntilEof() throws Exception {
    DuetProcess leaving = node();
    String address = leaving.awaitListening();
    leaving.endInput();
    assertThat(leaving.awaitLine("left: ")).isEqualTo(address);
    assertThat(leaving.awaitEnd()).isZero();
  }

  @Test
  void join_isRetriedUntilTheContactAnswers() throws Exception {
    String contact;
    try (ServerSocket later = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      contact = "127.0.0.1:" + later.getLocalPort();
    }
    DuetProcess early = node("--join", contact);
    assertThat(early.awaitLine("no contact can be reached ("))
        .isEqualTo(contact + ": connection refused); retrying in 0.5 s");
    DuetProcess first = node("--listen", contact);
    first.awaitJoined();
    early.awaitJoined();
  }

  @Test
  void node_takesAFreeHttpPort_whenTheUsualOneIsInUse() throws Exception {
    DuetProcess first = run("node", "--overlay", "chord", "--until-eof");
    first.awaitJoined(); // on the usual port, unless another process has it
    DuetProcess second = run("node", "--overlay", "chord", "--until-eof");
    second.awaitListening();
    assertThat(second.awaitLine("port 9464 is in use; commands reach this node with --http "))
        .isEqualTo(second.httpPort());
    second.awaitJoined();
    assertThat(second.status().path("health").asText()).isEqualTo("alone");
  }

  @Test
  void node_refusesAnHttpPortInUse_thatWasAskedFor() throws Exception {
    DuetProcess second = run("node", "--overlay", "chord", "--http", node.httpPort());
    second.awaitLine("duet node: port " + node.httpPort() + " on 127.0.0.1 is in use; choose");
    assertThat(second.awaitEnd()).isEqualTo(1);
  }

  @Test
  void node_readsAConfigurationFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("config");
    Files.writeString(file, "overlay = flood\nhttp = 0\npublish = a song\nuntil-eof = true\n");
    DuetProcess flooding = run("node", "--config", file.toString());
    flooding.awaitListening();
    flooding.awaitJoined();
    assertThat(flooding.search("a song").path("outcome").asText()).isEqualTo("found");
    Files.writeString(file, "overlay = flood\nlissten = 127.0.0.1:0\n");
    DuetProcess wrong = run("node", "--config", file.toString());
    wrong.awaitLine(
        "duet node: " + file + ", line 2: unknown option 'lissten'; did you mean 'listen'?");
    assertThat(wrong.awaitEnd()).isEqualTo(2);
  }
}
