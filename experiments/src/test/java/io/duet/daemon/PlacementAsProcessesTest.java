package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of pushed files on nodes that are processes. */
class PlacementAsProcessesTest {
  private static final int BYTES = 3 << 20;
  private static final int SECONDS_MAX = 30;

  @TempDir private Path folder;
  private final List<FileNodes> networks = new ArrayList<>();
  private final List<DuetProcess> running = new ArrayList<>();
  private String contact = "";

  @AfterEach
  void killAll() {
    networks.forEach(FileNodes::close);
  }

  /** Starts nodes, of which the first one is the contact of the others. */
  private FileNodes start(String overlay, int count, String... others) throws Exception {
    FileNodes nodes = new FileNodes(overlay, folder);
    networks.add(nodes);
    running.add(nodes.begin("0", "--repair", "1"));
    contact = running.get(0).awaitListening();
    for (int i = 1; i < count; i++) {
      running.add(join(nodes, i, others));
    }
    FileNodes.awaitJoined(running.toArray(DuetProcess[]::new));
    return nodes;
  }

  private DuetProcess join(FileNodes nodes, int number, String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--repair", "1", "--join", contact));
    return nodes.begin("" + number, options.toArray(String[]::new));
  }

  /** The nodes that have a complete copy and serve it. */
  private List<DuetProcess> holders() throws IOException, InterruptedException {
    List<DuetProcess> holders = new ArrayList<>();
    for (DuetProcess node : running) {
      if (node.get("/files").path("total").asInt() > 0) {
        holders.add(node);
      }
    }
    return holders;
  }

  private void awaitThreeCopies(String when) {
    Await.until(SECONDS_MAX, "three copies " + when, () -> holders().size() == 3);
  }

  private void replacesACopy_andDropsTheExtra(String overlay) throws Exception {
    FileNodes nodes = start(overlay, 4);
    DuetProcess owner = running.get(0);
    Path film = nodes.file("film.bin", BYTES);
    assertThat(owner.command("push", film.toString())).startsWith("pushed: film.bin");
    assertThat(owner.get("/placements").at("/placements/0/copies")).hasSize(3);
    assertThat(owner.get("/events?kind=placement,role").at("/events"))
        .hasSize(2)
        .allMatch(event -> event.path("state").asText().equals("placed"));
    awaitThreeCopies("after the push");
    assertThat(holders()).contains(owner);

    int killed = running.indexOf(holders().get(1));
    running.remove(killed).close(); // as kill -9 does
    awaitThreeCopies("without one holder");
    DuetProcess back = join(nodes, killed);
    FileNodes.awaitJoined(back);
    running.add(back);
    awaitThreeCopies("of four");
    assertThat(holders()).contains(owner);
    assertThat(film).exists();
  }

  @Test
  void copyOfAKilledHolder_isReplaced_andTheExtraDroppedWhenItReturns() throws Exception {
    replacesACopy_andDropsTheExtra("chord");
  }

  @Test
  @Tag("nightly")
  void copyOfAKilledHolder_isReplaced_amongSuperPeersToo() throws Exception {
    replacesACopy_andDropsTheExtra("super-peer");
  }

  @Test
  void copyThatAPeerHadBefore_isCounted() throws Exception {
    FileNodes nodes = start("chord", 3);
    Path film = nodes.file("film.bin", BYTES);
    running.get(1).command("put", film.toString());
    assertThat(running.get(0).command("push", film.toString())).startsWith("pushed: film.bin");
  }

  @Test
  void peerWithTooSmallAQuota_declinesInASentence() throws Exception {
    FileNodes nodes = start("chord", 2, "--store", "1000000");
    String film = nodes.file("film.bin", BYTES).toString();
    String to = running.get(1).address();
    String[] push = {"push", film, "--to", to, "--http", running.get(0).httpPort()};
    try (DuetProcess command = DuetProcess.run(push)) {
      assertThat(command.awaitEnd()).isOne();
      assertThat(command.output())
          .contains("declined: it has 500,000 bytes free for this node, and 'film.bin' has");
    }
  }
}
