package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files between nodes that are processes, through the commands of their users. */
class FilesAsProcessesTest {
  private static final int BYTES = 12 << 20;
  private static final int SECONDS_MAX = 30;

  @TempDir private Path folder;
  private FileNodes nodes;

  @AfterEach
  void killAll() {
    nodes.close();
  }

  private Path file(String name, int bytes) throws IOException {
    return FileNodes.write(folder.resolve(name), bytes, 7);
  }

  private List<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer"})
  void folder_isPutFoundFetchedAndKeptOverRestarts(String overlay) throws Exception {
    nodes = new FileNodes(overlay, folder);
    Path source = file("shared/cafe au lait.bin", BYTES);
    Path out = Files.createDirectory(folder.resolve("out"));
    List<DuetProcess> both = nodes.startAll("a", "b");
    DuetProcess second = both.get(1);
    assertThat(both.get(0).command("put", source.getParent().toString())).contains("shared: ");
    assertThat(second.command("search", "--words", "cafe")).contains("cafe au lait.bin");
    String fetched = second.command("get", "cafe au lait.bin", "-o", out.toString());
    assertThat(fetched).contains(out.resolve("cafe au lait.bin").toString());
    assertThat(out.resolve("cafe au lait.bin")).hasSameBinaryContentAs(source);
    assertThat(names(out)).containsExactly("cafe au lait.bin");

    nodes.close(); // as kill -9 does
    nodes = new FileNodes(overlay, folder);
    DuetProcess third = nodes.startAll("a", "c").get(1);
    Path again = folder.resolve("again.bin");
    third.command("get", "cafe au lait.bin", "-o", again.toString());
    assertThat(again).hasSameBinaryContentAs(source);
  }

  @Test
  void providerThatDies_isReplaced() throws Exception {
    nodes = new FileNodes("chord", folder);
    Path source = file("one/film.bin", BYTES);
    Path copy = file("two/film.bin", BYTES);
    Path out = folder.resolve("film.bin");
    DuetProcess fetching = nodes.begin("contact");
    String contact = fetching.awaitListening();
    DuetProcess dying = nodes.join(contact, "a", "--upload", "3000000");
    DuetProcess other = nodes.join(contact, "b", "--upload", "3000000");
    FileNodes.awaitJoined(fetching, dying, other);
    dying.command("put", source.toString());
    other.command("put", copy.toString());
    String[] get = {"get", "film.bin", "-o", out.toString(), "--http", fetching.httpPort()};
    try (DuetProcess command = DuetProcess.run(get)) {
      awaitReceived(fetching, BYTES / 8);
      dying.close();
      assertThat(command.awaitEnd()).isZero();
    }
    assertThat(out).hasSameBinaryContentAs(source);
  }

  /** The provider is gone when the second one searches for the id, so only the first can help. */
  @Test
  void piecesOfADownload_areFoundByOthers() throws Exception {
    nodes = new FileNodes("chord", folder);
    Path source = file("one/film.bin", BYTES);
    DuetProcess member = nodes.begin("contact");
    String contact = member.awaitListening();
    DuetProcess dying = nodes.join(contact, "a", "--upload", "2000000");
    DuetProcess first = nodes.join(contact, "b");
    DuetProcess second = nodes.join(contact, "c");
    FileNodes.awaitJoined(member, dying, first, second);
    dying.command("put", source.toString());
    String id = dying.get("/files").at("/files/0/id").asText();
    awaitContents(first, "film.bin", 1);
    try (DuetProcess a = get(first, id, "b.bin")) {
      awaitReceived(first, BYTES / 6);
      dying.close();
      try (DuetProcess b = get(second, id, "c.bin")) {
        awaitReceived(second, BYTES / 12);
      }
    }
  }

  private DuetProcess get(DuetProcess node, String id, String out) throws Exception {
    String path = folder.resolve(out).toString();
    return DuetProcess.run("get", id, "-o", path, "--http", node.httpPort());
  }

  private static void awaitReceived(DuetProcess node, int bytes) {
    Await.until(
        SECONDS_MAX,
        bytes + " bytes",
        () -> node.get("/transfers").at("/transfers/0/received").asLong() >= bytes);
  }

  /** A name ends with its last file only. */
  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer"})
  void changesOfAFolder_arePublishedAndWithdrawn(String overlay) throws Exception {
    nodes = new FileNodes(overlay, folder);
    List<DuetProcess> both = nodes.startAll("a", "b");
    DuetProcess sharing = both.get(0);
    DuetProcess other = both.get(1);
    Path one = file("one/song.txt", 10);
    sharing.command("put", one.getParent().toString());
    awaitContents(other, "song.txt", 1);
    Path two = file("two/song.txt", 20);
    sharing.command("put", two.getParent().toString());
    awaitContents(other, "song.txt", 2);
    Files.delete(one);
    awaitContents(other, "song.txt", 1);
    file("two/later.txt", 30);
    awaitContents(other, "later.txt", 1);
    sharing.command("withdraw", two.getParent().toString());
    awaitContents(other, "song.txt", 0);
    awaitContents(other, "later.txt", 0);
    assertThat(two).exists();
  }

  private static void awaitContents(DuetProcess node, String name, int wanted) {
    Await.until(
        SECONDS_MAX,
        wanted + " contents called " + name,
        () -> node.get("/contents?name=" + name).path("contents").size() == wanted);
  }
}
