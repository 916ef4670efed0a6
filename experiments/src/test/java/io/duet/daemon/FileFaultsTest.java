package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.daemon.RingNodes.FileNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does when disks, databases and other users do not behave; nodes are processes. */
class FileFaultsTest {
  private static final int PIECE = 1 << 20;

  @TempDir private static Path folder;
  private static RingNodes nodes;
  private static FileNode first;
  private static FileNode second;
  private static FileNode third;

  @BeforeAll
  static void start() throws Exception {
    nodes = new RingNodes(folder);
    List<FileNode> started = nodes.startAll("a", "b", "c");
    first = started.get(0);
    second = started.get(1);
    third = started.get(2);
  }

  @AfterAll
  static void killAll() {
    nodes.close();
  }

  private static void damage(Path file, long at) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int before = bytes.read();
      bytes.seek(at);
      bytes.write(before ^ 1);
    }
    Files.setLastModifiedTime(file, modified);
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void corruptPiece_isFetchedElsewhere_andNotAskedForAgain() throws Exception {
    int bytes = 4 * PIECE;
    Path source = nodes.file("one/film.bin", bytes, 7);
    Path copy = nodes.file("two/film.bin", bytes, 7);
    Path out = folder.resolve("film.bin");
    String id = first.share(source);
    damage(source, 2 * PIECE + 77);
    String[] get = {"get", id, "-o", out.toString(), "--http", third.process().httpPort()};
    try (DuetProcess command = DuetProcess.run(get)) {
      assertThat(command.awaitLine("waiting: ")).startsWith("providers sent wrong bytes for a");
      second.share(copy);
      assertThat(command.awaitEnd()).isZero();
    }
    assertThat(out).hasSameBinaryContentAs(copy);
    Await.until(10, "its bytes", () -> second.sent(id, third.address()) == PIECE);
    Await.until(10, "each piece once", () -> first.sent(id, third.address()) == bytes);
  }

  @Test
  void name_putByTwoNodesAtOnce_isFoundTwice_andGetAsksWhich() throws Exception {
    Path one = nodes.file("one/song.txt", 1_000, 1);
    Path two = nodes.file("two/song.txt", 2_000, 2);
    Path out = folder.resolve("out.txt");
    first.process().post("/files", Map.of("path", one.toString()), first.token());
    String other = second.share(two);
    String id = first.share(one);
    Await.until(30, "both", () -> third.contents("song.txt") == 2);
    assertThat(third.process().command(1, "get", "song.txt", "-o", out.toString()))
        .contains(id, other, "2 contents are called 'song.txt'; choose one with --id");
    assertThat(out).doesNotExist();
    third.process().command(0, "get", "song.txt", "--id", other, "-o", out.toString());
    assertThat(out).hasSameBinaryContentAs(two);
    Path again = folder.resolve("again.txt");
    third.awaitDone(third.fetch(id, again));
    assertThat(again).hasSameBinaryContentAs(one);
  }

  /** The system refuses to let the file grow, as it does when the disk is full. */
  @Test
  @Tag("nightly")
  void fullDisk_endsTheDownloadInASentence_andTheNodeGoesOn() throws Exception {
    Path large = nodes.file("shared/large.bin", 9 * PIECE, 3);
    Path small = nodes.file("shared/small.bin", PIECE, 4);
    Path out = Files.createDirectory(folder.resolve("out"));
    String largeId = first.share(large);
    String smallId = first.share(small);
    DuetProcess limited = DuetProcess.nodeWithFilesUpTo(4_096, "chord", nodes.options("full"));
    FileNode full = nodes.joined(nodes.added(limited), "full");
    Path to = out.resolve("large.bin");
    assertThat(full.process().command(1, "get", largeId, "-o", to.toString()))
        .contains("duet get: " + to + " cannot be written: ");
    full.awaitDone(full.fetch(smallId, out.resolve("small.bin")));
    assertThat(out.resolve("small.bin")).hasSameBinaryContentAs(small);
    assertThat(names(out).stream().filter(name -> !name.startsWith(".")))
        .containsExactly("small.bin");
    limited.kill();
    FileNode again = nodes.start("full"); // with room now
    again.awaitDone(again.fetch(largeId, to));
    assertThat(to).hasSameBinaryContentAs(large);
  }

  @Test
  @Tag("nightly")
  void truncatedDatabase_isRebuiltFromTheFolders() throws Exception {
    Path file = nodes.file("shared/kept.txt", 1_000, 5);
    FileNode sharing = nodes.start("cut");
    String id = sharing.share(file);
    sharing.process().interrupt(); // so that all is in one file
    assertThat(sharing.process().awaitEnd()).isEqualTo(143);
    Path database = folder.resolve("cut/node.db");
    try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2 / 4_096 * 4_096);
    }
    FileNode again = nodes.start("cut");
    assertThat(folder.resolve("cut/node.db.damaged-1")).exists();
    Await.until(30, "the file", () -> again.process().get("/files").path("total").asInt() == 1);
    Path out = folder.resolve("fetched.txt");
    first.awaitDone(first.fetch(id, out));
    assertThat(out).hasSameBinaryContentAs(file);
  }

  @Test
  @Tag("nightly")
  void secondNode_onADataFolder_isRefused() throws Exception {
    DuetProcess refused = nodes.begin("a");
    refused.awaitLine("duet node: another node uses the data folder " + folder.resolve("a"));
    assertThat(refused.awaitEnd()).isOne();
    assertThat(first.share(nodes.file("shared/short.txt", 10, 6))).hasSize(64);
  }
}
