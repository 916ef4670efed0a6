package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What users of trackers do with files: an entry server, a tracker and two peers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrackerFilesTest {
  private static final int SECONDS_MAX = 15;
  private static final String NAME = "a tracked song.bin";
  private static final int BYTES = 3 << 20;

  private FileNodes nodes;
  private DuetProcess tracker;
  private DuetProcess sharing;
  private DuetProcess other;
  private Path song;

  @BeforeAll
  void startAll(@TempDir Path folder) throws Exception {
    nodes = new FileNodes("super-peer:tracker", folder);
    String entry = nodes.begin("entry", "--set", "role=entry").awaitListening();
    tracker = nodes.begin("tracker", "--set", "role=tracker", "--join", entry);
    sharing = nodes.begin("sharing", "--join", entry, "--upload", "2000000");
    other = nodes.begin("other", "--join", entry);
    FileNodes.awaitJoined(tracker, sharing, other);
    song = nodes.file("shared/" + NAME, BYTES);
    sharing.command("put", song.toString());
    Await.until(SECONDS_MAX, "the file is found", () -> FileNodes.has(other, NAME, sharing));
  }

  @AfterAll
  void endAll() {
    nodes.close();
  }

  /** The replicas of the pieces of all contents, as the tracker knows them. */
  private List<String> replicas() throws IOException, InterruptedException {
    return tracker.status().path("tracked").findValuesAsText("replicas");
  }

  @Test
  @Order(1)
  void tracker_register_tellsTheTrackerAllPieces_ofTheNameAndOfTheContent() throws Exception {
    assertThat(replicas()).containsExactly("1 1 1", "1 1 1");
  }

  @Test
  @Order(2)
  void tracker_search_findsTheFile() throws Exception {
    assertThat(other.command("search", NAME)).isEqualTo(sharing.address() + "\n");
  }

  /** The download takes 1.5 s, and its verified pieces are announced each 0.5 s. */
  @Test
  @Order(3)
  void tracker_download_isCountedPieceByPiece_asItsReplicasGrow() throws Exception {
    Path out = song.resolveSibling("out.bin");
    String[] get = {"get", NAME, "-o", out.toString(), "--http", other.httpPort()};
    try (DuetProcess command = DuetProcess.run(get)) {
      Await.until(SECONDS_MAX, "some pieces", () -> isPartlyCopied(replicas()));
      assertThat(command.awaitEnd()).isZero();
    }
    assertThat(out).hasSameBinaryContentAs(song);
    Await.until(SECONDS_MAX, "all pieces", () -> replicas().contains("2 2 2"));
  }

  private static boolean isPartlyCopied(List<String> replicas) {
    return replicas.stream().anyMatch(counts -> counts.contains("1") && counts.contains("2"));
  }

  @Test
  @Order(4)
  void tracker_withdraw_endsTheReplicasOfAPeer() throws Exception {
    sharing.command("withdraw", song.toString());
    Await.until(SECONDS_MAX, "one copy less", () -> !replicas().contains("2 2 2"));
    assertThat(FileNodes.providers(sharing, NAME)).doesNotContain(sharing.address());
  }
}
