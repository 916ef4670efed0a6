package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of pushed files on nodes that are processes. */
class PlacementAsProcessesTest {
  private static final int BYTES = 3 << 20;
  private static final int SECONDS_MAX = 60;

  @TempDir private Path folder;
  private final List<DuetProcess> nodes = new ArrayList<>();
  private String contact = "";

  @AfterEach
  void killAll() {
    nodes.forEach(DuetProcess::close);
  }

  /** Starts a node with a data folder of this name, which joins through the first one. */
  private DuetProcess node(String overlay, String data, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--data", folder.resolve(data).toString(), "--repair", "1"));
    if (!contact.isEmpty()) {
      options.addAll(List.of("--join", contact));
    }
    DuetProcess node = DuetProcess.nodeOf(overlay, options.toArray(String[]::new));
    nodes.add(node);
    String address = node.awaitListening();
    contact = contact.isEmpty() ? address : contact;
    node.awaitJoined();
    return node;
  }

  private Path file() throws IOException {
    byte[] content = new byte[BYTES];
    new Random(5).nextBytes(content);
    return Files.write(folder.resolve("film.bin"), content);
  }

  private static JsonNode placed(DuetProcess node) throws Exception {
    return node.get("/placements").at("/placements/0");
  }

  /** The nodes that have a complete copy and serve it. */
  private static List<DuetProcess> holders(List<DuetProcess> running) throws Exception {
    List<DuetProcess> holders = new ArrayList<>();
    for (DuetProcess node : running) {
      if (node.get("/files").path("total").asInt() > 0) {
        holders.add(node);
      }
    }
    return holders;
  }

  private static List<DuetProcess> awaitHolders(List<DuetProcess> running, int wanted)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    List<DuetProcess> found = holders(running);
    while (found.size() != wanted) {
      assertThat(System.nanoTime() - deadline).as("%d copies", found.size()).isNegative();
      Thread.onSpinWait();
      found = holders(running);
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer"})
  void copyOfAKilledHolder_isReplaced_andTheExtraDroppedWhenItReturns(String overlay)
      throws Exception {
    DuetProcess owner = node(overlay, "a");
    for (String data : List.of("b", "c", "d")) {
      node(overlay, data);
    }
    try (DuetProcess push =
        DuetProcess.run("push", file().toString(), "--http", owner.httpPort())) {
      assertThat(push.awaitEnd()).as(push.output()).isZero();
    }
    assertThat(placed(owner).path("copies")).hasSize(3);
    List<DuetProcess> holders = awaitHolders(nodes, 3);
    assertThat(holders).contains(owner);

    int killed = nodes.indexOf(holders.get(holders.indexOf(owner) == 0 ? 1 : 0));
    String data = List.of("a", "b", "c", "d").get(killed);
    nodes.remove(killed).close(); // as kill -9 does
    awaitHolders(nodes, 3);
    node(overlay, data);
    awaitHolders(nodes, 3);
    assertThat(holders(nodes)).contains(owner);
    assertThat(folder.resolve("film.bin")).exists();
  }

  @Test
  void peerWithTooSmallAQuota_declinesInASentence() throws Exception {
    DuetProcess owner = node("chord", "a");
    DuetProcess other = node("chord", "b", "--store", "1000000");
    String to = other.get("/status").at("/node/address").asText();
    String[] push = {"push", file().toString(), "--to", to, "--http", owner.httpPort()};
    try (DuetProcess command = DuetProcess.run(push)) {
      assertThat(command.awaitEnd()).isOne();
      assertThat(command.output())
          .contains("declined: it has 500,000 bytes free for this node, and 'film.bin' has");
    }
  }
}
