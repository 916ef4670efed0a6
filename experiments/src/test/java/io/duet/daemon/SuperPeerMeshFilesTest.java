package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What users of super-peer-mesh do with files: two super-peers and two leaves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuperPeerMeshFilesTest {
  private static final int SECONDS_MAX = 15;
  private static final String NAME = "a slow song.bin";

  private FileNodes nodes;
  private List<DuetProcess> superPeers;
  private DuetProcess sharing;
  private DuetProcess other;
  private Path song;

  @BeforeAll
  void startAll(@TempDir Path folder) throws Exception {
    nodes = new FileNodes("super-peer:super-peer-mesh", folder);
    DuetProcess first = nodes.begin("first");
    String entry = first.awaitListening();
    DuetProcess second = nodes.begin("second", "--role", "super-peer", "--join", entry);
    sharing = nodes.begin("sharing", "--join", entry);
    other = nodes.begin("other", "--join", entry);
    FileNodes.awaitJoined(first, second, sharing, other);
    superPeers = List.of(first, second);
    song = nodes.file("shared/" + NAME, 1_500_000);
    sharing.command("put", song.getParent().toString());
    Await.until(SECONDS_MAX, "the file is found", () -> FileNodes.has(other, NAME, sharing));
  }

  @AfterAll
  void endAll() {
    nodes.close();
  }

  @Test
  void superPeerMesh_register_tellsTheSuperPeerOfTheLeaf() throws Exception {
    String serving = sharing.get("/super-peers").at("/super-peers/0/super-peer").asText();
    for (DuetProcess superPeer : superPeers) {
      JsonNode table = superPeer.get("/resources").path("resources");
      boolean serves = superPeer.address().equals(serving);
      assertThat(FileNodes.cell(table, NAME, "bytes")).isEqualTo(serves ? "1500000" : "");
    }
  }

  @Test
  void superPeerMesh_list_namesTheFilesOfAPeer() throws Exception {
    assertThat(FileNodes.filesOf(sharing, other)).containsExactly(NAME);
  }

  @Test
  void superPeerMesh_search_findsTheFileByWordsToo() throws Exception {
    assertThat(other.command("search", "--words", "song slow"))
        .isEqualTo(NAME + "  " + sharing.address() + "\n");
  }

  @Test
  void superPeerMesh_download_bringsTheFile() throws Exception {
    nodes.assertDownload(other, song);
  }
}
