package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What users of a central directory do with files: the directory and three peers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CentralDirectoryFilesTest {
  private static final int SECONDS_MAX = 15;
  private static final String NAME = "a quick song.bin";

  private FileNodes nodes;
  private DuetProcess directory;
  private DuetProcess sharing;
  private DuetProcess small;
  private DuetProcess large;
  private Path song;

  @BeforeAll
  void startAll(@TempDir Path folder) throws Exception {
    nodes = new FileNodes("super-peer:central-directory", folder);
    directory = nodes.begin("directory");
    String entry = directory.awaitListening();
    sharing = nodes.begin("sharing", "--join", entry, "--store", "0");
    small = nodes.begin("small", "--join", entry, "--store", "8000000");
    large = nodes.begin("large", "--join", entry, "--store", "80000000");
    FileNodes.awaitJoined(directory, sharing, small, large);
    song = nodes.file("shared/" + NAME, 1_500_000);
    sharing.command("put", song.getParent().toString());
    Await.until(SECONDS_MAX, "the file is found", () -> FileNodes.has(large, NAME, sharing));
  }

  @AfterAll
  void endAll() {
    nodes.close();
  }

  private String inTable(String name, String column) throws IOException, InterruptedException {
    return FileNodes.cell(directory.get("/resources").path("resources"), name, column);
  }

  private String room(DuetProcess peer) throws IOException, InterruptedException {
    return FileNodes.cell(directory.get("/peers").path("peers"), peer.address(), "room_megabytes");
  }

  @Test
  void centralDirectory_register_fillsTheTableOfFiles() throws Exception {
    assertThat(inTable(NAME, "bytes")).isEqualTo("1500000");
    assertThat(inTable(NAME, "some_of_them")).contains(sharing.address());
  }

  @Test
  void centralDirectory_list_namesTheFilesOfAPeer() throws Exception {
    assertThat(FileNodes.filesOf(sharing, small)).contains(NAME);
  }

  @Test
  void centralDirectory_search_findsTheFileByWordsToo() throws Exception {
    assertThat(FileNodes.firstWith(small, "song quick")).startsWith(NAME + " at 127.0.0.1:");
  }

  @Test
  void centralDirectory_download_bringsTheFile() throws Exception {
    nodes.assertDownload(large, song);
  }

  @Test
  void centralDirectory_watchedFolder_isFollowed() throws Exception {
    Path later = nodes.file("shared/later.txt", 30);
    Await.until(SECONDS_MAX, "a new file", () -> inTable("later.txt", "bytes").equals("30"));
    Files.delete(later);
    Await.until(SECONDS_MAX, "a deleted file", () -> inTable("later.txt", "bytes").isEmpty());
  }

  /**
   * A peer gives half of its space to one other at most. By free space alone, the larger peer would
   * be chosen each time.
   */
  @Test
  void centralDirectory_room_isTheRealQuota_andUploadsGoToTheNamedPeersInTurn() throws Exception {
    Await.until(SECONDS_MAX, "offers", () -> room(small).equals("4") && room(large).equals("40"));
    assertThat(room(sharing)).isEqualTo("null"); // it stores nothing
    Set<String> storing = new HashSet<>();
    for (String name : List.of("one.bin", "two.bin")) {
      Path file = nodes.file(name, 1_000_000);
      sharing.command("push", file.toString(), "--replicas", "2");
      storing.addAll(FileNodes.providers(directory, name));
    }
    assertThat(storing).contains(small.address(), large.address());
  }
}
