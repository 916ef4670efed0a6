package io.duet.daemon;

import io.duet.cli.FailureException;
import io.duet.download.Downloads;
import io.duet.download.NameLookup;
import io.duet.download.OfferedContents;
import io.duet.events.EventLog;
import io.duet.listing.FileListings;
import io.duet.mail.Mailbox;
import io.duet.netty.NettyHost;
import io.duet.netty.stream.Streams;
import io.duet.netty.stream.UploadRate;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Overlay;
import io.duet.overlay.Placement;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.overlay.Status;
import io.duet.overlay.StoragePlacement;
import io.duet.page.DownloadFolder;
import io.duet.page.UploadFolder;
import io.duet.placement.Placements;
import io.duet.sharing.Catalogue;
import io.duet.sharing.FileChange;
import io.duet.sharing.FolderMonitor;
import io.duet.sharing.SharedFolders;
import io.duet.store.DataFolder;
import io.duet.store.Database;
import io.duet.store.Download;
import io.duet.store.DownloadTable;
import io.duet.store.PlacedContent;
import io.duet.store.StoreException;
import io.duet.transfer.DownloadLimits;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The files of a node: what it shares, serves and fetches, with a data folder in which all of that
 * outlives the process.
 */
final class FileService implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FileService.class.getName());
  private static final int HASHES_WAITING_MAX = 1_000;
  private static final int CLOSE_SECONDS_MAX = 10;

  private final NettyHost host;
  private final FileEvents events;
  private final Overlay overlay;
  private final DataFolder folder;
  private final Database database;
  private final Catalogue catalogue;
  private final FilePublisher publisher;
  private final SharedFolders shared;
  private final ThreadPoolExecutor hashing;
  private final FolderMonitor monitor;
  private final Streams streams;
  private final Downloads downloads;
  private final OfferedContents offered;
  private final UploadFolder uploads;
  private final DownloadFolder downloadFolder;
  private final NameLookup names;
  private final Mailbox mailbox;
  private final FileListings listings;
  private final Placements placements;

  /**
   * Goes on with what the last process left.
   *
   * @param folder the data folder, which is closed with this service
   * @throws FailureException with a readable message, if the folder cannot be used
   */
  FileService(
      DataFolder folder,
      NettyHost host,
      Overlay overlay,
      String network,
      UploadRate rate,
      EventLog log,
      Placements.Limits limits) {
    this.events = new FileEvents(log);
    this.folder = folder;
    this.host = host;
    this.overlay = overlay;
    try {
      database = folder.database();
      catalogue = new Catalogue(database);
      publisher = new FilePublisher(host, overlay, catalogue);
      hashing = hashing();
      shared = new SharedFolders(database, hashing, this::changed);
      streams = new Streams(network, host.self().address(), StreamMessages.registry(), threads());
      downloads =
          new Downloads(new DownloadTable(database), streams, this::providersOf, this::fetched);
      downloads.whenChanged(events::changed);
      downloads.whenHeld(publisher::held, publisher::gone);
      offered = new OfferedContents(catalogue, downloads);
      downloads.fetchFromHere(offered::hasWhole);
      Path absolute = folder.path().toAbsolutePath().normalize();
      uploads = new UploadFolder(absolute.resolve("uploads"), shared);
      downloadFolder = new DownloadFolder(absolute.resolve("downloads"), shared);
      listings = new FileListings(streams, catalogue);
      streams.whenUploaded(events);
      names = new NameLookup(streams, this::providersOf);
      mailbox = openMailbox();
      placements =
          new Placements(
              host.self(),
              absolute.resolve("stored"),
              database,
              shared,
              downloads,
              streams,
              this::providersOf,
              directory(),
              limits,
              events::happened);
      PushLetters.connect(mailbox, placements);
      host.acceptStreams(streams.serve(offered, rate, DownloadLimits.SERVED_MAX));
      publisher.publishAll();
      publisher.follow(downloads);
      downloads.resume();
      mailbox.start();
      monitor = new FolderMonitor(shared, publisher::foldersScanned);
    } catch (IOException e) {
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What placements ask of the overlay; not all overlays know who has room. */
  private Placements.Directory directory() {
    return overlay instanceof StoragePlacement stores
        ? new Placements.Directory(
            () -> host.call(overlay::knownPeers),
            content -> withRoom(stores, content),
            bytes -> host.execute(() -> stores.offerRoom(bytes)))
        : new Placements.Directory(
            () -> host.call(overlay::knownPeers),
            content -> CompletableFuture.completedFuture(Optional.empty()),
            bytes -> {});
  }

  private CompletableFuture<Optional<Peer>> withRoom(
      StoragePlacement stores, PlacedContent content) {
    CompletableFuture<Optional<Peer>> named = new CompletableFuture<>();
    host.execute(
        () -> stores.findRoom(content.id(), content.bytes(), found -> named.complete(room(found))));
    return named;
  }

  private static Optional<Peer> room(Placement found) {
    return found.status() == Placement.Status.ROOM
        ? Optional.ofNullable(found.peer())
        : Optional.empty();
  }

  private Mailbox openMailbox() {
    OverlayMail network = new OverlayMail(host, overlay, streams);
    Mailbox made = new Mailbox(database, network, InstantSource.system(), events::happened);
    network.answerFor(made);
    return made;
  }

  private static int threads() {
    return Math.min(4, Runtime.getRuntime().availableProcessors());
  }

  /** One thread, because the disk is the bottleneck; the scan itself helps if many files wait. */
  private static ThreadPoolExecutor hashing() {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(HASHES_WAITING_MAX),
        task -> {
          Thread thread = new Thread(task, "hashing");
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /** Called by the database's thread, so it only passes the change on. */
  private void changed(FileChange change) {
    events.changed(change);
    offered.changed(change.file().id());
    publisher.changed(change);
  }

  private void providersOf(Key key, Consumer<List<Peer>> whenDone) {
    host.execute(
        () ->
            overlay.search(
                key,
                SearchResult.PROVIDERS_MAX,
                result ->
                    whenDone.accept(
                        result.providers().stream().map(ProviderRecord::provider).toList())));
  }

  /** Shares a finished download from where it is. */
  private void fetched(Download download, Path file) {
    if (downloadFolder.contains(file)) {
      return; // it is shared with its folder
    }
    try {
      shared.share(file);
    } catch (IOException e) {
      offered.changed(download.id());
      publisher.gone(download.id());
      LOG.log(Level.INFO, "{0} is not shared: {1}", file, e.getMessage());
    }
  }

  /**
   * Shares a folder from now on.
   *
   * @throws FailureException if it cannot be shared
   */
  void watch(Path watched) {
    try {
      shared.share(watched);
    } catch (IOException e) {
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Shares a folder or single file no longer; returns once that is durable. */
  void withdraw(Path place) throws IOException {
    shared.withdraw(place).join();
    offered.withdrawn(place);
  }

  /** The folders and single files that are shared. */
  SharedFolders shared() {
    return shared;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Downloads downloads() {
    return downloads;
  }

  /** The contents of a name, asked of its providers. */
  NameLookup.Result contentsOf(ContentName name) {
    return names.find(name);
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /** What is to be said of the mailbox in the status of the node. */
  List<Status.Section> status() {
    try {
      return mailbox.status();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the mailbox cannot be read", e);
      return List.of();
    }
  }

  FileListings listings() {
    return listings;
  }

  Placements placements() {
    return placements;
  }

  UploadFolder uploads() {
    return uploads;
  }

  DownloadFolder downloadFolder() {
    return downloadFolder;
  }

  Path data() {
    return folder.path();
  }

  /** Ends all transfers; downloads go on when the node runs again. */
  @Override
  public void close() {
    monitor.close();
    publisher.close();
    placements.close();
    mailbox.close();
    downloads.close();
    streams.close();
    endHashing();
    try {
      database.close();
      folder.close();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "the data folder was not closed", e);
    }
  }

  private void endHashing() {
    hashing.shutdownNow();
    try {
      if (!hashing.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "the hashing of a file does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
