package io.duet.placement;

import io.duet.content.FileName;
import io.duet.download.Downloads;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.placement.PlacementMessage.Amount;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.sharing.SharedFolders;
import io.duet.store.Download;
import io.duet.store.PlacedContent;
import io.duet.store.PlacementTable;
import io.duet.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The copies of contents at this node. Those that it stores for others are below one folder, each
 * in a folder of its own.
 */
final class StoredContents {
  private static final int ID_DIGITS = 16;

  private final Path folder;
  private final Catalogue catalogue;
  private final SharedFolders shared;
  private final Downloads downloads;
  private final PlacementTable table;
  private final Consumer<PlacementEvent> events;

  /**
   * The copies of a node.
   *
   * @throws IOException if the folder for stored contents cannot be created
   */
  StoredContents(
      Path folder,
      Catalogue catalogue,
      SharedFolders shared,
      Downloads downloads,
      PlacementTable table,
      Consumer<PlacementEvent> events)
      throws IOException {
    this.folder = Files.createDirectories(folder).toRealPath();
    this.catalogue = catalogue;
    this.shared = shared;
    this.downloads = downloads;
    this.table = table;
    this.events = events;
    downloads.comeLast(download -> isStored(download.destination()));
  }

  /** How much of a content this node has. */
  Amount amount(Key id) throws StoreException {
    if (!catalogue.withId(id).isEmpty()) {
      return Amount.COMPLETE;
    }
    return table.get(id).filter(PlacedContent::stored).isPresent() ? Amount.PARTIAL : Amount.NONE;
  }

  /** Whether all complete copies at this node are stored for others. */
  boolean isStoredOnly(Key id) throws StoreException {
    return catalogue.withId(id).stream().map(SharedFile::path).allMatch(this::isStored);
  }

  private boolean isStored(Path file) {
    return file.startsWith(folder);
  }

  /**
   * Fetches a content and keeps it, if there is room.
   *
   * @param provider a peer that has it
   * @return whether there is room, once this is durable
   * @throws IllegalArgumentException if its name is not safe for a file
   */
  boolean accept(PlacedContent content, Peer provider) throws IOException {
    file(content);
    if (!table.reserve(content).join()) {
      return false;
    }
    if (content.stored() && amount(content.id()) == Amount.PARTIAL) {
      fetch(content, List.of(provider));
    }
    return true;
  }

  private void fetch(PlacedContent content, List<Peer> providers) throws IOException {
    Path file = file(content);
    if (download(file).filter(StoredContents::isRunning).isPresent()) {
      return;
    }
    Files.createDirectories(file.resolveSibling(""));
    downloads.start(content.id(), content.name(), file, content.bytes(), providers).join();
  }

  private Optional<Download> download(Path file) throws StoreException {
    return downloads.all().stream()
        .map(Downloads.Progress::download)
        .filter(download -> download.destination().equals(file))
        .findFirst();
  }

  private static boolean isRunning(Download download) {
    return download.state() == Download.State.RUNNING;
  }

  private Path file(PlacedContent content) {
    String name = content.name();
    FileName last = new FileName(name.substring(name.lastIndexOf('/') + 1));
    return last.below(folderOf(content.id()));
  }

  private Path folderOf(Key id) {
    return folder.resolve(id.toString().substring(0, ID_DIGITS));
  }

  /**
   * Puts right what a crash or the user has left: a copy that was to be fetched is, one that the
   * user removed or that cannot be written is given up.
   */
  void settle(PlacedContent content) throws IOException {
    if (!content.stored() || amount(content.id()) == Amount.COMPLETE) {
      return;
    }
    Path file = file(content);
    Optional<Download> download = download(file);
    if (download.isEmpty()) {
      fetch(content, List.of());
    } else if (!isRunning(download.get()) && !shared.folders().contains(file)) {
      drop(content);
    }
  }

  /** Ends the copy that this node stores for another one, and frees its space. */
  void drop(PlacedContent content) throws IOException {
    Path file = file(content);
    Optional<Download> running = download(file).filter(StoredContents::isRunning);
    running.ifPresent(download -> downloads.cancel(download.number()).join());
    shared.withdraw(file).join();
    deleteFolder(folderOf(content.id()));
    CompletableFuture<Void> removed = table.remove(content.id());
    removed.join();
    Peer owner = KnownPeers.peerAt(content.owner());
    events.accept(new PlacementEvent(PlacementEvent.Kind.DROPPED, content, owner));
  }

  private static void deleteFolder(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (Stream<Path> files = Files.list(place)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(place);
    }
  }
}
