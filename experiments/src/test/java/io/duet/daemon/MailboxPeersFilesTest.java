package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What users of peers with mailboxes do with files and requests: three equals. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailboxPeersFilesTest {
  private static final int SECONDS_MAX = 15;
  private static final String NAME = "an equal song.bin";

  private FileNodes nodes;
  private DuetProcess first;
  private DuetProcess sharing;
  private DuetProcess absent;
  private Path song;

  @BeforeAll
  void startAll(@TempDir Path folder) throws Exception {
    nodes = new FileNodes("super-peer:peers-with-mailbox", folder);
    first = nodes.begin("first");
    String entry = first.awaitListening();
    sharing = nodes.begin("sharing", "--join", entry);
    absent = nodes.begin("absent", "--join", entry);
    FileNodes.awaitJoined(first, sharing, absent);
    song = nodes.file("shared/" + NAME, 1_500_000);
    sharing.command("put", song.toString());
    Await.until(SECONDS_MAX, "the file is found", () -> FileNodes.has(first, NAME, sharing));
    Await.until(SECONDS_MAX, "all are listed", () -> active() == 2);
  }

  @AfterAll
  void endAll() {
    nodes.close();
  }

  private int active() throws IOException, InterruptedException {
    return first.status().at("/peers/active").asInt();
  }

  @Test
  @Order(1)
  void peersWithMailbox_list_namesThePeers_andTheFilesOfEach() throws Exception {
    assertThat(first.status().path("active_peers").toString())
        .contains(sharing.address(), absent.address());
    assertThat(FileNodes.filesOf(sharing, first)).containsExactly(NAME);
  }

  @Test
  @Order(2)
  void peersWithMailbox_search_findsTheFile() throws Exception {
    assertThat(first.command("search", NAME)).isEqualTo(sharing.address() + "\n");
  }

  @Test
  @Order(3)
  void peersWithMailbox_download_bringsTheFile() throws Exception {
    nodes.assertDownload(absent, song);
  }

  @Test
  @Order(4)
  void peersWithMailbox_request_waitsForAnAbsentPeer_untilItReturns() throws Exception {
    String away = absent.address();
    absent.close(); // as kill -9 does
    absent.awaitEnd();
    Await.until(SECONDS_MAX, "it is missed", () -> active() == 1);
    assertThat(first.command("request", away, "send me the song")).startsWith("waiting: " + away);
    DuetProcess back = nodes.begin("absent", "--listen", away, "--join", first.address());
    FileNodes.awaitJoined(back);
    Await.until(
        SECONDS_MAX,
        "it is delivered",
        () -> back.status().at("/mailbox/letters_received").asInt() == 1);
    assertThat(back.command("inbox")).contains("send me the song");
  }
}
