package io.duet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.content.Manifest;
import io.duet.node.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings, known peers and downloads. */
class TablesTest {
  private static final Path FILM = Path.of("/downloads/film.mp4");
  private static final Manifest MANIFEST = new Manifest(3, new byte[32]);

  @TempDir private Path folder;
  private Database database;
  private SettingTable settings;
  private PeerTable peers;
  private DownloadTable downloads;

  @BeforeEach
  void open() throws IOException {
    database = Database.open(folder.resolve("node.db"));
    settings = new SettingTable(database);
    peers = new PeerTable(database);
    downloads = new DownloadTable(database);
  }

  @AfterEach
  void close() throws IOException {
    database.close();
  }

  private void openAgain() throws IOException {
    close();
    open();
  }

  @Test
  void settings_areReplacedAndRemoved() throws IOException {
    settings.put("a", "1");
    settings.put("b", "Ü'\"\n");
    settings.put("a", "2").join();
    openAgain();
    assertThat(settings.all()).containsEntry("a", "2").containsEntry("b", "Ü'\"\n").hasSize(2);
    settings.remove("a").join();
    assertThat(settings.get("a")).isEmpty();
  }

  @Test
  void longSettings_areRefused() {
    assertThatThrownBy(() -> settings.put("n".repeat(65), ""))
        .hasMessage("a setting has a name of 1 to 64 and a value of at most 4096 characters");
    assertThatThrownBy(() -> settings.put("n", "v".repeat(4_097)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void peers_areKeptByTheTimeTheyWereSeen() throws IOException {
    peers.seen(List.of(new KnownPeer("a", 10), new KnownPeer("b", 20), new KnownPeer("c", 30)));
    peers.seen(List.of(new KnownPeer("a", 40), new KnownPeer("c", 5)));
    peers.forget("b").join();
    openAgain();
    assertThat(peers.latest(9)).containsExactly(new KnownPeer("a", 40), new KnownPeer("c", 30));
    assertThat(peers.latest(1)).containsExactly(new KnownPeer("a", 40));
  }

  @Test
  void peersSeenLongestAgo_areForgotten() throws IOException {
    List<KnownPeer> many = new ArrayList<>();
    for (int i = 0; i < PeerTable.PEERS_MAX + 10; i++) {
      many.add(new KnownPeer("peer " + i, i));
    }
    peers.seen(many).join();
    List<KnownPeer> kept = peers.latest(9_999);
    assertThat(kept).hasSize(PeerTable.PEERS_MAX);
    assertThat(kept.get(PeerTable.PEERS_MAX - 1)).isEqualTo(new KnownPeer("peer 10", 10));
  }

  @Test
  void download_goesOnAfterARestart() throws IOException {
    Download added = downloads.add(MANIFEST.id(), "film", FILM).join();
    downloads.setManifest(added.number(), MANIFEST).join();
    openAgain();
    assertThat(downloads.running())
        .containsExactly(
            new Download(
                added.number(), MANIFEST.id(), "film", FILM, 3, Download.State.RUNNING, ""));
    assertThat(downloads.manifest(added.number())).contains(MANIFEST);
  }

  @Test
  void downloadThatEnded_isRememberedWithItsResult() throws IOException {
    long done = downloads.add(MANIFEST.id(), "film", FILM).join().number();
    long failed = downloads.add(MANIFEST.id(), "film", Path.of("/full/film")).join().number();
    Path actual = FILM.resolveSibling("film (2).mp4");
    downloads.done(done, actual);
    downloads.setState(failed, Download.State.FAILED, "the disk is full").join();
    assertThat(downloads.running()).isEmpty();
    assertThat(downloads.get(done).orElseThrow().destination()).isEqualTo(actual);
    assertThat(downloads.get(failed).orElseThrow().error()).isEqualTo("the disk is full");
    assertThat(downloads.manifest(done)).isEmpty();
  }

  @Test
  void destination_hasOneUnfinishedDownload() throws IOException {
    long first = downloads.add(MANIFEST.id(), "film", FILM).join().number();
    assertThatThrownBy(downloads.add(Key.ofName("other"), "other", FILM)::join)
        .hasRootCauseMessage("a download of another content to " + FILM + " is in progress");
    assertThat(downloads.add(MANIFEST.id(), "movie", FILM).join().number())
        .as("the same content again")
        .isEqualTo(first);
    downloads.setState(first, Download.State.FAILED, "no provider").join();
    Download second = downloads.add(Key.ofName("other"), "other", FILM).join();
    assertThat(downloads.all()).containsExactly(second);
    assertThat(second.bytes()).isEqualTo(Download.UNKNOWN);
  }

  @Test
  void oldestFinishedDownloads_areForgotten() throws IOException {
    long unfinished = downloads.add(MANIFEST.id(), "film", FILM).join().number();
    for (int i = 0; i < DownloadTable.FINISHED_MAX + 5; i++) {
      Path file = Path.of("/downloads/" + i);
      downloads
          .add(MANIFEST.id(), "film", file)
          .thenAccept(download -> downloads.done(download.number(), file));
    }
    database.write(connection -> true).join();
    database.write(connection -> true).join();
    assertThat(downloads.all()).hasSize(DownloadTable.FINISHED_MAX + 1);
    assertThat(downloads.get(unfinished)).isPresent();
    assertThat(downloads.get(unfinished + 5)).isEmpty();
    assertThat(downloads.get(unfinished + 6)).isPresent();
  }

  @Test
  void removedDownload_isGone() throws IOException {
    long number = downloads.add(MANIFEST.id(), "film", FILM).join().number();
    downloads.remove(number).join();
    assertThat(downloads.all()).isEmpty();
  }
}
