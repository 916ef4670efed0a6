package io.duet.download;

import io.duet.content.Manifest;
import io.duet.netty.stream.Streams;
import io.duet.node.Key;
import io.duet.store.Download;
import io.duet.store.DownloadTable;
import io.duet.store.StoreException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The downloads of a node: durable in its database, and running again after a restart. */
public final class Downloads implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Downloads.class.getName());

  /**
   * A download and how far it is.
   *
   * @param received verified bytes
   * @param providers providers with an open stream
   */
  public record Progress(Download download, long received, int providers) {}

  private final DownloadTable table;
  private final Streams streams;
  private final ProviderSearch search;
  private final BiConsumer<Download, Path> onDone;
  private final Map<Long, ActiveDownload> active = new ConcurrentHashMap<>();

  /**
   * The downloads of a table, which are not running yet.
   *
   * @param onDone receives each finished download with the path of its file
   */
  public Downloads(
      DownloadTable table,
      Streams streams,
      ProviderSearch search,
      BiConsumer<Download, Path> onDone) {
    this.table = table;
    this.streams = streams;
    this.search = search;
    this.onDone = onDone;
  }

  /** Goes on with all downloads that were running when the node ended. */
  public void resume() throws StoreException {
    for (Download download : table.running()) {
      run(download, table.manifest(download.number()));
    }
  }

  /**
   * Starts to fetch a content.
   *
   * @param name the name under which it was asked for
   * @param destination the file that it is to become
   * @return completes once the request is durable; fails with {@link IllegalStateException} if
   *     another download has this destination, or too many are running
   */
  public CompletableFuture<Download> start(Key id, String name, Path destination) {
    return table
        .add(id, name, destination)
        .thenApply(
            added -> {
              run(added, Optional.empty());
              return added;
            });
  }

  private void run(Download download, Optional<Manifest> manifest) {
    ActiveDownload running =
        new ActiveDownload(download, manifest.orElse(null), streams, search, new Recorder());
    active.put(download.number(), running);
    running.start();
  }

  /** Stops a running download and forgets it; its partial file remains. */
  public CompletableFuture<Void> cancel(long number) {
    ActiveDownload running = active.remove(number);
    if (running != null) {
      running.stop();
    }
    return table.setState(number, Download.State.PAUSED, "");
  }

  /** A download with its progress. */
  public Optional<Progress> get(long number) throws StoreException {
    return table.get(number).map(this::progress);
  }

  /** All downloads with their progress, the latest first. */
  public List<Progress> all() throws StoreException {
    return table.all().stream().map(this::progress).toList();
  }

  private Progress progress(Download download) {
    ActiveDownload running = active.get(download.number());
    if (running != null) {
      return new Progress(download, running.received(), running.providers());
    }
    long received = download.state() == Download.State.DONE ? download.bytes() : 0;
    return new Progress(download, received, 0);
  }

  /** The running download of a content, whose pieces can be served. */
  Optional<ActiveDownload> fetching(Key id) {
    return active.values().stream()
        .filter(download -> download.request().id().equals(id) && download.held() != null)
        .findFirst();
  }

  /** Stops all downloads; they go on when the node runs again. */
  @Override
  public void close() {
    active.values().forEach(ActiveDownload::stop);
    active.clear();
  }

  private final class Recorder implements ActiveDownload.Listener {
    @Override
    public void onManifest(ActiveDownload download, Manifest manifest) {
      logFailure(table.setManifest(download.request().number(), manifest));
    }

    @Override
    public void onDone(ActiveDownload download, Path file) {
      Download request = download.request();
      onDone.accept(request, file);
      logFailure(
          table
              .done(request.number(), file)
              .thenRun(() -> active.remove(request.number(), download)));
    }

    @Override
    public void onFailure(ActiveDownload download, String problem) {
      long number = download.request().number();
      logFailure(
          table
              .setState(number, Download.State.FAILED, problem)
              .thenRun(() -> active.remove(number, download)));
    }

    private void logFailure(CompletableFuture<Void> written) {
      written.exceptionally(
          e -> {
            LOG.log(Level.WARNING, "the state of a download was not stored", e);
            return null;
          });
    }
  }
}
