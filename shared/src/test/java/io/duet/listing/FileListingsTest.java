package io.duet.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.content.FileStamp;
import io.duet.content.Manifest;
import io.duet.download.Downloads;
import io.duet.download.OfferedContents;
import io.duet.listing.ListingMessage.ListedFile;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.netty.stream.Streams;
import io.duet.netty.stream.UploadRate;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.store.Database;
import io.duet.store.DownloadTable;
import io.duet.transfer.TransferMessage;
import io.duet.wire.TestMessages;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListingsTest {
  private static final int FILES = 2 * ListingMessage.PAGE_MAX + 3;

  @TempDir private Path folder;
  private final EventLoops loops = new EventLoops(1, TestMessages.registry());
  private Database database;
  private Catalogue catalogue;
  private NettyHost host;
  private Streams streams;
  private FileListings listings;

  @BeforeEach
  void serve() throws Exception {
    database = Database.open(folder.resolve("node.db"));
    catalogue = new Catalogue(database);
    host = NettyHost.bind(loops, HostSettings.ofNetwork("test")).join();
    host.create(h -> Node.answering(h, message -> null)).join();
    var messages = TransferMessage.builder().addAll(ListingMessage.class).build();
    streams = new Streams("test", host.self().address(), messages, 1);
    listings = new FileListings(streams, catalogue);
    host.acceptStreams(streams.serve(offered(), UploadRate.unlimited(), 8));
  }

  private OfferedContents offered() {
    return new OfferedContents(
        catalogue,
        new Downloads(
            new DownloadTable(database), streams, (id, whenDone) -> {}, (download, file) -> {}));
  }

  @AfterEach
  void close() throws Exception {
    streams.close();
    host.close().join();
    loops.close();
    database.close();
  }

  private CompletableFuture<Void> share(String path, String name, long bytes) {
    byte[] hashes = new byte[32];
    hashes[0] = (byte) bytes;
    Manifest manifest = new Manifest(bytes, hashes);
    Path file = folder.resolve(path);
    FileStamp stamp = new FileStamp(bytes, 1, "");
    return catalogue.put(
        new SharedFile(file, new ContentName(name), stamp, manifest.id()), manifest);
  }

  @Test
  void allPagesOfAPeer_areListedInOrder_andNoNameTwice() throws Exception {
    for (int i = FILES - 1; i >= 0; i--) {
      share("file" + i, "%04d.txt".formatted(i), 1 + i % 2).join();
    }
    share("copy", "0000.txt", 1).join(); // the same content under the same name
    FileListings.Listing listing = listings.of(host.self(), 1_000).join();
    List<String> expected = IntStream.range(0, FILES).mapToObj("%04d.txt"::formatted).toList();
    assertThat(listing.files()).extracting(file -> file.name().text()).isEqualTo(expected);
    assertThat(listing.files()).extracting(ListedFile::bytes).startsWith(1L, 2L, 1L);
    assertThat(listing.complete()).isTrue();
    FileListings.Listing some = listings.of(host.self(), FILES - 1).join();
    assertThat(some.files()).hasSize(FILES - 1);
    assertThat(some.complete()).isFalse();
  }

  @Test
  void contentsOfOneName_areAllListed() throws Exception {
    share("one", "song", 1).join();
    share("two", "song", 2).join();
    assertThat(listings.of(host.self(), 10).join().files())
        .extracting(ListedFile::bytes)
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void peerThatIsGone_isAFailure() {
    Peer gone = host.self();
    host.close().join();
    assertThatThrownBy(() -> listings.of(gone, 10).join()).isNotNull();
  }
}
