package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What users of pure peers do with files: three equals in a row, linked by their files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PurePeersFilesTest {
  private static final int SECONDS_MAX = 15;
  private static final String NAME = "a pure song.bin";

  private FileNodes nodes;
  private DuetProcess last;
  private DuetProcess middle;
  private DuetProcess first;
  private Path song;

  @BeforeAll
  void startAll(@TempDir Path folder) throws Exception {
    nodes = new FileNodes("super-peer:pure-peers", folder);
    last = pure("last", folder);
    middle = pure("middle", folder, last.awaitListening());
    first = pure("first", folder, middle.awaitListening());
    FileNodes.awaitJoined(last, middle, first);
    song = nodes.file("shared/" + NAME, 1_500_000);
    last.command("put", song.toString());
    Await.until(SECONDS_MAX, "a file two hops away", () -> FileNodes.has(first, NAME, last));
  }

  @AfterAll
  void endAll() {
    nodes.close();
  }

  private DuetProcess pure(String data, Path folder, String... neighbors) throws IOException {
    Path file = Files.write(folder.resolve(data + ".txt"), List.of(neighbors));
    return nodes.begin(data, "--neighbors", file.toString());
  }

  @Test
  void purePeers_search_findsTheFileTwoHopsAway_byWordsToo() throws Exception {
    assertThat(FileNodes.firstWith(first, "song pure")).isEqualTo(NAME + " at " + last.address());
  }

  @Test
  void purePeers_download_bringsTheFile() throws Exception {
    nodes.assertDownload(middle, song);
  }

  /** The holder's events name a request, the neighbor that forwarded it, and a new file. */
  @Test
  void purePeers_notifications_areEvents() throws Exception {
    long next = last.get("/events").path("next").asLong();
    FileNodes.firstWith(first, "song");
    last.command("put", nodes.file("news.txt", 10).toString());
    String events = last.command("events", "--since", "" + next);
    assertThat(events)
        .contains(middle.address() + "  names with the words song (2 hops)")
        .contains("news.txt");
  }
}
