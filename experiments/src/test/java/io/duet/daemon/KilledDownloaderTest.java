package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.daemon.RingNodes.FileNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that fetches files, one after another, and is killed at random moments: while it
 * starts, fetches and finishes.
 */
class KilledDownloaderTest {
  private static final int PIECE = 1 << 20;
  private static final int PIECES = 12;
  private static final int KILLS_PER_FILE = 5;
  private static final String RATE = "" + 6 * PIECE;
  private static final double ALIVE_SECONDS_MAX = 0.7; // after it listens
  private static final double START_SECONDS_MAX = 2;

  @TempDir private Path folder;
  private RingNodes nodes;
  private FileNode provider;
  private Path out;
  private double startSeconds;
  private int interrupted;

  @BeforeEach
  void prepare() throws Exception {
    nodes = new RingNodes(folder);
    provider = nodes.start("a", "--upload", RATE);
    out = Files.createDirectory(folder.resolve("out"));
  }

  @AfterEach
  void killAll() {
    nodes.close();
  }

  @Test
  void downloads_areWhole_afterTenKills() throws Exception {
    fetchWithKills(10);
  }

  @Test
  @Tag("nightly")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void downloads_areWhole_afterAHundredKills() throws Exception {
    fetchWithKills(100);
  }

  private void fetchWithKills(int kills) throws Exception {
    Random random = new Random(kills);
    long began = System.nanoTime();
    FileNode fetching = nodes.start("b");
    startSeconds = Math.min(Await.secondsSince(began), START_SECONDS_MAX);
    for (int file = 0; file < kills / KILLS_PER_FILE; file++) {
      fetching = fetchWithKills(fetching, file, random);
    }
    assertThat(interrupted).as("kills before the end").isGreaterThan(kills / 4);
  }

  /** Returns the node that has fetched it. */
  private FileNode fetchWithKills(FileNode first, int file, Random random) throws Exception {
    Path source = nodes.file("shared/" + file, PIECES * PIECE, file);
    Path wanted = out.resolve("film" + file);
    String id = provider.share(source);
    long number = first.fetch(id, wanted);
    DuetProcess process = first.process();
    long missing = PIECES * PIECE;
    for (int kill = 0; kill < KILLS_PER_FILE; kill++) {
      killLater(process, random);
      missing = missing(wanted, source);
      interrupted += missing > 0 ? 1 : 0;
      process = nodes.begin("b");
    }
    FileNode last = nodes.joined(process, "b");
    last.awaitDone(number);
    assertThat(missing(wanted, source)).isZero();
    assertThat(names().filter(name -> name.startsWith("."))).isEmpty();
    long rest = missing;
    Await.until(10, rest + " bytes", () -> provider.sent(id, last.address()) == rest);
    return last;
  }

  /** Kills a process at a random moment: of its start in half of the cases, or once it listens. */
  private void killLater(DuetProcess process, Random random) throws InterruptedException {
    boolean starts = process.address().isEmpty() && random.nextBoolean();
    if (process.address().isEmpty() && !starts) {
      process.awaitListening();
    }
    double secondsMax = starts ? startSeconds : ALIVE_SECONDS_MAX;
    LockSupport.parkNanos((long) (random.nextDouble() * secondsMax * 1e9));
    process.kill();
  }

  /** The bytes that have not arrived; the file under its final name has all of them. */
  private long missing(Path wanted, Path source) throws IOException {
    if (Files.exists(wanted)) {
      assertThat(wanted).hasSameBinaryContentAs(source);
      return 0;
    }
    String hidden = "." + wanted.getFileName();
    List<String> partial = names().filter(name -> name.startsWith(hidden)).toList();
    assertThat(names().filter(name -> name.startsWith(wanted.getFileName().toString()))).isEmpty();
    byte[] arrived =
        partial.isEmpty() ? new byte[0] : Files.readAllBytes(out.resolve(partial.get(0)));
    return missing(arrived, Files.readAllBytes(source));
  }

  private static long missing(byte[] arrived, byte[] wanted) {
    long missing = 0;
    for (int from = 0; from < wanted.length; from += PIECE) {
      int end = from + PIECE;
      boolean whole = end <= arrived.length && Arrays.equals(arrived, from, end, wanted, from, end);
      missing += whole ? 0 : PIECE;
    }
    return missing;
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
