package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files between nodes that are processes, through the commands of their users. */
class FilesAsProcessesTest {
  private static final int BYTES = 12 << 20;

  @TempDir private Path folder;
  private final List<DuetProcess> nodes = new ArrayList<>();

  @AfterEach
  void killAll() {
    nodes.forEach(DuetProcess::close);
  }

  /** Starts a node with a data folder of this name, which joins through the first one. */
  private DuetProcess node(String overlay, String data, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--data", folder.resolve(data).toString()));
    if (!nodes.isEmpty()) {
      options.addAll(List.of("--join", contact));
    }
    DuetProcess node = DuetProcess.nodeOf(overlay, options.toArray(String[]::new));
    nodes.add(node);
    String address = node.awaitListening();
    contact = nodes.size() == 1 ? address : contact;
    node.awaitJoined();
    return node;
  }

  private String contact = "";

  private static String command(DuetProcess node, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--http", node.httpPort()));
    try (DuetProcess process = DuetProcess.run(all.toArray(String[]::new))) {
      int status = process.awaitEnd();
      String output = process.output();
      assertThat(status).as(output).isZero();
      return output;
    }
  }

  private Path file(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(7).nextBytes(content);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private List<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer"})
  void folder_isPutFoundFetchedAndKeptOverRestarts(String overlay) throws Exception {
    Path source = file("shared/cafe au lait.bin", BYTES);
    Path out = Files.createDirectory(folder.resolve("out"));
    DuetProcess first = node(overlay, "a");
    DuetProcess second = node(overlay, "b");
    assertThat(command(first, "put", source.getParent().toString())).contains("shared: ");
    assertThat(command(second, "search", "--words", "cafe")).contains("cafe au lait.bin");
    String fetched = command(second, "get", "cafe au lait.bin", "-o", out.toString());
    assertThat(fetched).contains(out.resolve("cafe au lait.bin").toString());
    assertThat(out.resolve("cafe au lait.bin")).hasSameBinaryContentAs(source);
    assertThat(names(out)).containsExactly("cafe au lait.bin");

    nodes.forEach(DuetProcess::close); // as kill -9 does
    nodes.clear();
    node(overlay, "a");
    DuetProcess third = node(overlay, "c");
    Path again = folder.resolve("again.bin");
    command(third, "get", "cafe au lait.bin", "-o", again.toString());
    assertThat(again).hasSameBinaryContentAs(source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord"})
  void providerThatDies_isReplaced(String overlay) throws Exception {
    Path source = file("one/film.bin", BYTES);
    Path copy = file("two/film.bin", BYTES);
    Path out = folder.resolve("film.bin");
    node(overlay, "contact");
    DuetProcess dying = node(overlay, "a", "--upload", "3000000");
    DuetProcess other = node(overlay, "b", "--upload", "3000000");
    DuetProcess fetching = node(overlay, "c");
    command(dying, "put", source.toString());
    command(other, "put", copy.toString());
    String[] get = {"get", "film.bin", "-o", out.toString(), "--http", fetching.httpPort()};
    try (DuetProcess command = DuetProcess.run(get)) {
      while (fetching.get("/transfers").at("/transfers/0/received").asLong() < BYTES / 8) {
        Thread.onSpinWait();
      }
      dying.close();
      assertThat(command.awaitEnd()).isZero();
    }
    assertThat(out).hasSameBinaryContentAs(source);
  }

  /** The provider is gone when the second one searches for the id, so only the first can help. */
  @Test
  void piecesOfADownload_areFoundByOthers() throws Exception {
    Path source = file("one/film.bin", BYTES);
    node("chord", "contact");
    DuetProcess dying = node("chord", "a", "--upload", "2000000");
    DuetProcess first = node("chord", "b");
    DuetProcess second = node("chord", "c");
    command(dying, "put", source.toString());
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

  private static void awaitReceived(DuetProcess node, int bytes) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (node.get("/transfers").at("/transfers/0/received").asLong() < bytes) {
      assertThat(System.nanoTime() - deadline).as("received too little").isNegative();
    }
  }

  /** A name ends with its last file only. */
  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer"})
  void changesOfAFolder_arePublishedAndWithdrawn(String overlay) throws Exception {
    DuetProcess sharing = node(overlay, "a");
    DuetProcess other = node(overlay, "b");
    Path one = file("one/song.txt", 10);
    command(sharing, "put", one.getParent().toString());
    awaitContents(other, "song.txt", 1);
    Path two = file("two/song.txt", 20);
    command(sharing, "put", two.getParent().toString());
    awaitContents(other, "song.txt", 2);
    Files.delete(one);
    awaitContents(other, "song.txt", 1);
    file("two/later.txt", 30);
    awaitContents(other, "later.txt", 1);
    command(sharing, "withdraw", two.getParent().toString());
    awaitContents(other, "song.txt", 0);
    awaitContents(other, "later.txt", 0);
    assertThat(two).exists();
  }

  private static void awaitContents(DuetProcess node, String name, int wanted) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int found = -1;
    while (found != wanted) {
      assertThat(System.nanoTime() - deadline).as("%s: %d contents", name, found).isNegative();
      found = node.get("/contents?name=" + name).path("contents").size();
    }
  }
}
