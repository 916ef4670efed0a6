package io.duet.download;

import io.duet.content.Destination;
import io.duet.content.Manifest;
import io.duet.content.PartialFile;
import io.duet.netty.stream.Streams;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.store.Download;
import io.duet.store.DownloadTable;
import io.duet.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The downloads of a node: durable in its database, and running again after a restart. At most
 * {@value DownloadQueue#ACTIVE_MAX} fetch at the same time; the others wait, and take the places of
 * those to which nothing arrives.
 */
public final class Downloads implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Downloads.class.getName());
  private static final int TURN_SECONDS = 5;
  private static final long STALLED_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
  private static final int UNSTORED_MAX = 1_000;

  /**
   * A download and how far it is.
   *
   * @param received verified bytes
   * @param providers providers with an open stream
   * @param obstacle why nothing arrives at present, in words; empty while something does
   */
  public record Progress(Download download, long received, int providers, String obstacle) {}

  /**
   * What a running download has of a content.
   *
   * @param pieces the number of pieces of the content
   * @param held those that are verified and on disk
   */
  record Partial(Key id, int pieces, BitSet held) {}

  private final DownloadTable table;
  private final Streams streams;
  private final ProviderSearch search;
  private final BiConsumer<Download, Path> onDone;
  private volatile Consumer<Download> listener = download -> {};
  private volatile Consumer<Key> onHeld = id -> {};
  private volatile Consumer<Key> onGone = id -> {};
  private volatile Predicate<Key> isHere = id -> false;
  private final FinishedFiles finished = new FinishedFiles();
  private final Map<Long, ActiveDownload> active = new ConcurrentHashMap<>();
  private final DownloadQueue waiting = new DownloadQueue();

  /** Failures that could not be stored, as when the disk is full. */
  private final Map<Long, String> unstored = new ConcurrentHashMap<>();

  private final ScheduledFuture<?> turns;
  private final Map<Long, List<Peer>> named = new ConcurrentHashMap<>(); // until a download runs
  private volatile boolean closed;

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
    this.turns =
        streams
            .nextLoop()
            .scheduleWithFixedDelay(this::takeTurns, TURN_SECONDS, TURN_SECONDS, TimeUnit.SECONDS);
  }

  /** Calls a listener for each download that begins, goes on, or has ended. */
  public void whenChanged(Consumer<Download> onChange) {
    listener = onChange;
  }

  /**
   * Tells which contents can be served before they are complete.
   *
   * @param held receives the id of a content of which there is a first piece
   * @param gone receives the id of a content whose pieces can be served no longer
   */
  public void whenHeld(Consumer<Key> held, Consumer<Key> gone) {
    onHeld = held;
    onGone = gone;
  }

  /** What is complete, but perhaps not yet in the catalogue. */
  FinishedFiles finishedFiles() {
    return finished;
  }

  private void report(long number) {
    try {
      table.get(number).ifPresent(listener);
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the state of a download cannot be read", e);
    }
  }

  /** Lets the downloads that other peers asked for come after those of the user. */
  public synchronized void comeLast(Predicate<Download> forOthers) {
    waiting.forOthers(forOthers);
  }

  /** Lets the node fetch contents that it shares from itself too. */
  public void fetchFromHere(Predicate<Key> condition) {
    isHere = condition;
  }

  /** Goes on with all downloads that were running when the node ended. */
  public synchronized void resume() throws StoreException {
    table.running().forEach(waiting::add);
    runNext();
  }

  /**
   * Starts to fetch a content; the result is the download that does so already, if there is one.
   *
   * @param name the name under which it was asked for
   * @param destination the file that it is to become
   * @return completes once the request is durable; fails with {@link IllegalStateException} if a
   *     download of another content has this destination, or too many are running
   */
  public CompletableFuture<Download> start(Key id, String name, Path destination) {
    return start(id, name, destination, Download.UNKNOWN, List.of());
  }

  /**
   * The same with providers that need not be searched for.
   *
   * @param bytes the size that the content must have; {@link Download#UNKNOWN} for any
   */
  public CompletableFuture<Download> start(
      Key id, String name, Path destination, long bytes, List<Peer> providers) {
    return discardFailed(id, destination)
        .thenCompose(discarded -> table.add(id, name, destination, bytes))
        .thenApply(
            added -> {
              enqueue(added, List.copyOf(providers));
              return added;
            });
  }

  /** Removes what a failed download of another content has left for a destination. */
  private CompletableFuture<Void> discardFailed(Key id, Path destination) {
    try {
      return table
          .failedAt(destination)
          .filter(failed -> !failed.id().equals(id))
          .map(failed -> cancel(failed.number()))
          .orElseGet(() -> CompletableFuture.completedFuture(null));
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized void enqueue(Download added, List<Peer> providers) {
    long number = added.number();
    if (!active.containsKey(number) && !waiting.contains(number)) {
      unstored.remove(number);
      named.put(number, providers);
      waiting.add(added);
      runNext();
    }
  }

  private synchronized void runNext() {
    Download next = closed ? null : waiting.next(running());
    while (next != null) {
      run(next);
      next = waiting.next(running());
    }
  }

  private List<Download> running() {
    return active.values().stream().map(ActiveDownload::request).toList();
  }

  private void run(Download download) {
    try {
      Optional<Manifest> manifest = table.manifest(download.number());
      ActiveDownload running =
          new ActiveDownload(
              download,
              manifest.orElse(null),
              isHere.test(download.id()),
              streams,
              search,
              new Recorder());
      active.put(download.number(), running);
      listener.accept(download);
      List<Peer> providers = named.remove(download.number());
      running.start(providers == null ? List.of() : providers);
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "a download cannot be read", e);
    }
  }

  /** Gives the place of the download that is stalled for longest to one that waits. */
  private synchronized void takeTurns() {
    active.values().stream()
        .filter(each -> each.stalledNanos() > STALLED_NANOS_MAX && waiting.wants(each.request()))
        .max(Comparator.comparingLong(ActiveDownload::stalledNanos))
        .ifPresent(
            stalled -> {
              active.remove(stalled.request().number());
              stalled.stop();
              waiting.add(stalled.request());
            });
    runNext();
  }

  /** Ends a download and forgets it, with what it has received unless it is complete. */
  public CompletableFuture<Void> cancel(long number) {
    Optional<Download> cancelled = unfinished(number);
    synchronized (this) {
      waiting.remove(number);
      ActiveDownload running = active.remove(number);
      if (running != null) {
        running.discard();
      }
    }
    unstored.remove(number);
    named.remove(number);
    runNext();
    return table
        .remove(number)
        .thenRun(() -> cancelled.map(Download::cancelled).ifPresent(listener));
  }

  /** A download that is not complete; if it does not run, its partial file is deleted here. */
  private Optional<Download> unfinished(long number) {
    try {
      Optional<Download> found =
          table.get(number).filter(each -> each.state() != Download.State.DONE);
      Optional<Manifest> manifest = table.manifest(number);
      if (found.isPresent() && manifest.isPresent() && !active.containsKey(number)) {
        PartialFile.delete(new Destination(found.get().destination(), manifest.get()));
      }
      return found;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a partial file was not deleted", e);
      return Optional.empty();
    }
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
      return new Progress(download, running.received(), running.providers(), running.obstacle());
    }
    String problem = unstored.get(download.number());
    if (problem != null && download.state() == Download.State.RUNNING) {
      return new Progress(download.failed(problem), 0, 0, "");
    }
    boolean done = download.state() == Download.State.DONE;
    boolean waits = download.state() == Download.State.RUNNING;
    return new Progress(
        download, done ? download.bytes() : 0, 0, waits ? "other downloads come first" : "");
  }

  /** What the running downloads have, as far as their manifests are known. */
  List<Partial> partials() {
    Map<Key, Partial> partials = new HashMap<>();
    for (ActiveDownload running : active.values()) {
      Manifest manifest = running.manifest();
      BitSet held = running.held();
      if (manifest != null && held != null) {
        Key id = manifest.id();
        partials.putIfAbsent(id, new Partial(id, manifest.pieces(), held));
      }
    }
    return List.copyOf(partials.values());
  }

  /** The running download of a content, whose pieces can be served. */
  Optional<ActiveDownload> fetching(Key id) {
    return active.values().stream()
        .filter(download -> download.request().id().equals(id) && download.held() != null)
        .findFirst();
  }

  /** Stops all downloads; they go on when the node runs again. */
  @Override
  public synchronized void close() {
    closed = true;
    turns.cancel(false);
    waiting.clear();
    active.values().forEach(ActiveDownload::stop);
    active.clear();
  }

  private void ended(ActiveDownload download) {
    active.remove(download.request().number(), download);
    report(download.request().number());
    runNext();
  }

  private final class Recorder implements ActiveDownload.Listener {
    @Override
    public void onManifest(ActiveDownload download, Manifest manifest) {
      logFailure(table.setManifest(download.request().number(), manifest));
    }

    @Override
    public void onHeld(ActiveDownload download) {
      onHeld.accept(download.request().id());
    }

    @Override
    public void onGone(ActiveDownload download) {
      Key id = download.request().id();
      if (!closed && fetching(id).filter(other -> other != download).isEmpty()) {
        onGone.accept(id);
      }
    }

    @Override
    public void onDone(ActiveDownload download, Path file) {
      Download request = download.request();
      Manifest manifest = download.manifest();
      if (manifest != null) {
        finished.add(manifest, file);
      }
      onDone.accept(request, file);
      logFailure(
          table.done(request.number(), file).whenComplete((done, problem) -> ended(download)));
    }

    @Override
    public void onFailure(ActiveDownload download, String problem) {
      long number = download.request().number();
      logFailure(
          table
              .setState(number, Download.State.FAILED, problem)
              .whenComplete(
                  (stored, failure) -> {
                    if (failure != null && unstored.size() < UNSTORED_MAX) {
                      unstored.put(number, problem);
                    }
                    ended(download);
                  }));
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
