package io.duet.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.content.Manifest;
import io.duet.netty.PeerAddresses;
import io.duet.netty.stream.UploadListener;
import io.duet.netty.stream.UploadRate;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.store.Download;
import io.duet.store.DownloadTable;
import io.duet.transfer.DownloadLimits;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
  private static final int PIECES = 9;
  private static final int BYTES = (PIECES - 1) * Manifest.PIECE_BYTES + 12_345;

  @TempDir private Path folder;
  private final List<Peer> providers = new CopyOnWriteArrayList<>();
  private final List<Seeder> nodes = new ArrayList<>();
  private int made;

  @AfterEach
  void closeAll() throws Exception {
    for (Seeder node : nodes) {
      node.close();
    }
  }

  private Seeder node(UploadRate rate) throws Exception {
    Path data = Files.createDirectory(folder.resolve("node" + made++));
    Seeder node = new Seeder(data, rate, providers);
    nodes.add(node);
    return node;
  }

  private Seeder seeder(Path file, UploadRate rate) throws Exception {
    Seeder node = node(rate);
    node.share(file, "film.mp4");
    providers.add(node.peer());
    return node;
  }

  private Path file(String name, long seed, int bytes) throws Exception {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  private Path copy(Path file) throws Exception {
    return Files.copy(file, folder.resolve("copy" + made + ".mp4"));
  }

  private Path wanted() throws Exception {
    Path downloads = folder.resolve("downloads");
    Files.createDirectories(downloads);
    return downloads.resolve("film.mp4");
  }

  private static void awaitReceived(Seeder node, long number, long bytes) throws Exception {
    while (node.downloads.get(number).orElseThrow().received() < bytes) {
      Thread.onSpinWait();
    }
  }

  /** The node stops, and one with the same data folder and these providers takes its place. */
  private Seeder restart(Seeder node, String name) throws Exception {
    close(node);
    Seeder again = new Seeder(folder.resolve(name), UploadRate.unlimited(), providers);
    nodes.add(again);
    return again;
  }

  private void close(Seeder node) throws Exception {
    node.close();
    nodes.remove(node);
  }

  private static void awaitDone(Seeder node, long number) throws Exception {
    node.awaitFinished();
    while (node.downloads.get(number).orElseThrow().download().state() == Download.State.RUNNING) {
      Thread.onSpinWait();
    }
  }

  private List<String> namesIn(Path place) throws Exception {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void content_arrivesFromSeveralProviders() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.unlimited()).share(source, "film.mp4");
    seeder(copy(source), UploadRate.unlimited());
    Seeder fetching = node(UploadRate.unlimited());
    Download download = fetching.downloads.start(id, "film.mp4", wanted()).join();
    awaitDone(fetching, download.number());
    assertThat(wanted()).hasSameBinaryContentAs(source);
    assertThat(namesIn(wanted().getParent())).containsExactly("film.mp4");
    Downloads.Progress progress = fetching.downloads.get(download.number()).orElseThrow();
    assertThat(progress.download().state()).isEqualTo(Download.State.DONE);
    assertThat(progress.received()).isEqualTo(BYTES);
  }

  @Test
  void emptyContent_arrives() throws Exception {
    Path source = file("empty", 1, 0);
    Key id = seeder(source, UploadRate.unlimited()).share(source, "empty");
    Seeder fetching = node(UploadRate.unlimited());
    fetching.downloads.start(id, "empty", wanted()).join();
    assertThat(fetching.awaitFinished()).isEmptyFile();
  }

  @Test
  void corruptPieces_areFetchedElsewhere() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.of(4 << 20)).share(source, "film.mp4");
    Path damaged = copy(source);
    seeder(damaged, UploadRate.unlimited());
    try (RandomAccessFile bytes = new RandomAccessFile(damaged.toFile(), "rw")) {
      for (int piece = 0; piece < PIECES; piece += 2) {
        bytes.seek((long) piece * Manifest.PIECE_BYTES + 77);
        bytes.write(bytes.read() ^ 1);
      }
    }
    Seeder fetching = node(UploadRate.unlimited());
    fetching.downloads.start(id, "film.mp4", wanted()).join();
    assertThat(fetching.awaitFinished()).hasSameBinaryContentAs(source);
  }

  @Test
  void deadProvider_isReplacedByAnother() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Seeder dying = seeder(source, UploadRate.of(3 << 20));
    Key id = dying.share(source, "film.mp4");
    Seeder fetching = node(UploadRate.unlimited());
    long number = fetching.downloads.start(id, "film.mp4", wanted()).join().number();
    awaitReceived(fetching, number, 3 * Manifest.PIECE_BYTES);
    close(dying);
    seeder(copy(source), UploadRate.unlimited());
    assertThat(fetching.awaitFinished()).hasSameBinaryContentAs(source);
  }

  @Test
  void providersThatDoNotExist_makeRoomForOthers() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    for (int port = 1; port <= DownloadLimits.KNOWN_MAX; port++) {
      providers.add(Peer.at(PeerAddresses.parse("127.0.0.99:" + port)));
    }
    AtomicInteger searches = new AtomicInteger();
    Seeder fetching = node(UploadRate.unlimited());
    fetching.whenSearched(searches::incrementAndGet);
    Seeder honest = node(UploadRate.unlimited());
    Key id = honest.share(source, "film.mp4");
    fetching.downloads.start(id, "film.mp4", wanted()).join();
    while (searches.get() == 0) {
      Thread.onSpinWait();
    }
    providers.clear();
    providers.add(honest.peer());
    assertThat(fetching.awaitFinished()).hasSameBinaryContentAs(source);
  }

  @Test
  void stoppedDownload_goesOnFromItsPiecesAfterARestart() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.of(3 << 20)).share(source, "film.mp4");
    Seeder first = node(UploadRate.unlimited());
    long number = first.downloads.start(id, "film.mp4", wanted()).join().number();
    awaitReceived(first, number, 3 * Manifest.PIECE_BYTES);
    Seeder second = restart(first, "node1");
    assertThat(namesIn(wanted().getParent())).allMatch(name -> name.endsWith(".part"));
    second.downloads.resume();
    awaitReceived(second, number, 1);
    assertThat(second.downloads.get(number).orElseThrow().received())
        .isGreaterThanOrEqualTo(3 * Manifest.PIECE_BYTES);
    assertThat(second.awaitFinished()).hasSameBinaryContentAs(source);
  }

  /** Searches find nobody but the seeder, which names the others. */
  @Test
  void crowd_findsItselfWithoutSearches() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.of(4 << 20)).share(source, "film.mp4");
    AtomicInteger uploads = new AtomicInteger();
    List<Seeder> crowd = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Seeder fetching = node(UploadRate.unlimited());
      fetching.streams.whenUploaded(new UploadCounter(uploads));
      crowd.add(fetching);
      fetching.downloads.start(id, "film.mp4", folder.resolve("crowd" + i + ".mp4")).join();
    }
    for (Seeder each : crowd) {
      assertThat(each.awaitFinished()).hasSameBinaryContentAs(source);
    }
    assertThat(uploads.get()).isPositive();
  }

  private record UploadCounter(AtomicInteger begun) implements UploadListener {
    @Override
    public void onBegun(Peer peer, Key id) {
      begun.incrementAndGet();
    }

    @Override
    public void onEnded(Peer peer, Key id, long bytes) {}
  }

  @Test
  void contentWithAPiece_isReportedUntilItIsCancelled() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.of(2 << 20)).share(source, "film.mp4");
    Seeder fetching = node(UploadRate.unlimited());
    BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    fetching.downloads.whenHeld(held -> reports.add("held " + held), gone -> reports.add("gone"));
    long number = fetching.downloads.start(id, "film.mp4", wanted()).join().number();
    assertThat(reports.poll(20, TimeUnit.SECONDS)).isEqualTo("held " + id);
    fetching.downloads.cancel(number).join();
    assertThat(reports.poll(20, TimeUnit.SECONDS)).isEqualTo("gone");
  }

  @Test
  void contentOfAnotherSizeThanPromised_isNotFetched() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.unlimited()).share(source, "film.mp4");
    Seeder fetching = node(UploadRate.unlimited());
    BlockingQueue<Download> changes = new LinkedBlockingQueue<>();
    fetching.downloads.whenChanged(changes::add);
    fetching.downloads.start(id, "film.mp4", wanted(), 1, List.of()).join();
    assertThat(changes.poll(20, TimeUnit.SECONDS).state()).isEqualTo(Download.State.RUNNING);
    assertThat(changes.poll(20, TimeUnit.SECONDS).error())
        .isEqualTo("the content has " + BYTES + " bytes instead of 1");
    assertThat(namesIn(wanted().getParent())).isEmpty();
  }

  @Test
  void cancelledDownload_leavesNothing_alsoWhenItDoesNotRun() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.of(2 << 20)).share(source, "film.mp4");
    Seeder fetching = node(UploadRate.unlimited());
    long number = fetching.downloads.start(id, "film.mp4", wanted()).join().number();
    awaitReceived(fetching, number, 1);
    Seeder again = restart(fetching, "node1");
    BlockingQueue<Download> changes = new LinkedBlockingQueue<>();
    again.downloads.whenChanged(changes::add);
    assertThat(namesIn(wanted().getParent())).hasSize(1);
    again.downloads.cancel(number).join();
    assertThat(namesIn(wanted().getParent())).isEmpty();
    assertThat(changes.poll(20, TimeUnit.SECONDS).state()).isEqualTo(Download.State.CANCELLED);
  }

  @Test
  void contentThatTheNodeSharesItself_isCopied() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Seeder alone = seeder(source, UploadRate.unlimited());
    alone.downloads.start(alone.share(source, "film.mp4"), "film.mp4", wanted()).join();
    assertThat(alone.awaitFinished()).hasSameBinaryContentAs(source);
  }

  @Test
  void failedDownload_leavesNothing_onceAnotherContentTakesItsPlace() throws Exception {
    Seeder slow = seeder(file("film.mp4", 1, BYTES), UploadRate.of(2 << 20));
    Key id = slow.share(file("film.mp4", 1, BYTES), "film.mp4");
    Path other = file("other.mp4", 2, 10_000);
    Key otherId = slow.share(other, "film.mp4");
    Seeder fetching = node(UploadRate.unlimited());
    long number = fetching.downloads.start(id, "film.mp4", wanted()).join().number();
    awaitReceived(fetching, number, 1);
    fetching.downloads.close();
    new DownloadTable(fetching.database).setState(number, Download.State.FAILED, "full").join();
    Seeder again = restart(fetching, "node1");
    assertThat(namesIn(wanted().getParent())).hasSize(1);
    again.downloads.start(otherId, "film.mp4", wanted()).join();
    assertThat(again.awaitFinished()).hasSameBinaryContentAs(other);
    assertThat(namesIn(wanted().getParent())).containsExactly("film.mp4");
  }

  @Test
  void downloadThatIsAskedForTwice_isOne() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.of(4 << 20)).share(source, "film.mp4");
    Seeder fetching = node(UploadRate.unlimited());
    Download first = fetching.downloads.start(id, "film.mp4", wanted()).join();
    assertThat(fetching.downloads.start(id, "film.mp4", wanted()).join()).isEqualTo(first);
    assertThat(fetching.awaitFinished()).hasSameBinaryContentAs(source);
    assertThat(fetching.finished).isEmpty();
  }

  /** The seeder's uplink is slow, so the others must serve each other what they have so far. */
  @Test
  void downloads_serveEachOther() throws Exception {
    Path source = file("film.mp4", 1, BYTES);
    Key id = seeder(source, UploadRate.of(4 << 20)).share(source, "film.mp4");
    List<Seeder> crowd = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      crowd.add(node(UploadRate.unlimited()));
      providers.add(crowd.get(i).peer());
    }
    for (int i = 0; i < crowd.size(); i++) {
      Path place = folder.resolve("crowd" + i + ".mp4");
      crowd.get(i).downloads.start(id, "film.mp4", place).join();
    }
    for (Seeder each : crowd) {
      assertThat(each.awaitFinished()).hasSameBinaryContentAs(source);
    }
  }
}
