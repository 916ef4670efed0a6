package io.duet.daemon;

import static io.duet.daemon.FileNodes.filesOf;
import static io.duet.daemon.FileNodes.providers;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What users of super-peer-mesh do with files: two super-peers and two leaves as processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuperPeerMeshFilesTest {
  private static final int SECONDS_MAX = 15;
  private static final int BYTES = 1_500_000;

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
    superPeers = List.of(first, nodes.begin("second", "--role", "super-peer", "--join", entry));
    sharing = nodes.begin("sharing", "--join", entry);
    other = nodes.begin("other", "--join", entry);
    FileNodes.awaitJoined(first, superPeers.get(1), sharing, other);
    song = nodes.file("shared/a slow song.bin", BYTES);
    FileNodes.command(sharing, "put", song.getParent().toString());
  }

  @AfterAll
  void endAll() {
    nodes.close();
  }

  private static boolean isKnownTo(DuetProcess superPeer, DuetProcess leaf) throws Exception {
    return FileNodes.cell(
            superPeer.get("/resources").path("resources"), "a slow song.bin", "some_of_them")
        .equals(leaf.address());
  }

  @Test
  void superPeerMesh_register_tellsExactlyOneSuperPeer() {
    Await.until(
        SECONDS_MAX,
        "the leaf's super-peer knows its file",
        () -> superPeers.stream().filter(superPeer -> knows(superPeer)).count() == 1);
  }

  @Test
  void superPeerMesh_list_namesTheFilesOfAPeer() throws Exception {
    assertThat(filesOf(sharing, other)).containsExactly("a slow song.bin");
    assertThat(filesOf(other, sharing)).isEmpty();
  }
}
