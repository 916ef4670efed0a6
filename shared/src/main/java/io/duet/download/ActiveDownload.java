package io.duet.download;

import io.duet.content.Destination;
import io.duet.content.Manifest;
import io.duet.content.PartialFile;
import io.duet.netty.stream.Streams;
import io.duet.node.Peer;
import io.duet.store.Download;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.PieceScheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One download that runs: it finds providers, fetches the manifest from the first one that has it,
 * and then pieces from all of them. All steps are on one thread of the streams, except hashing what
 * is on disk already.
 */
final class ActiveDownload {
  private static final long STALLED_NANOS_MIN = TimeUnit.SECONDS.toNanos(10);

  /** What a download reports; each at most once; one of the last two, and then nothing more. */
  interface Listener {
    /** The manifest has arrived. */
    void onManifest(ActiveDownload download, Manifest manifest);

    /** A verified piece is on disk, the first one that can be served. */
    void onHeld(ActiveDownload download);

    /** The pieces can be served no longer, and the file is not complete. */
    void onGone(ActiveDownload download);

    /** The file is complete at this path. */
    void onDone(ActiveDownload download, Path file);

    /** The download cannot go on. */
    void onFailure(ActiveDownload download, String problem);
  }

  private final Download request;
  private final Streams streams;
  private final ProviderSearch search;
  private final Listener listener;
  private final ScheduledExecutorService thread;
  private final ProviderLinks links;
  private final List<IntConsumer> watchers = new CopyOnWriteArrayList<>();
  private volatile @Nullable Manifest manifest;
  private volatile @Nullable PartialFile file;
  private volatile long received;
  private volatile int open;
  private @Nullable PieceScheduler pieces;
  private @Nullable ScheduledFuture<?> ticks;
  private boolean opening;
  private boolean ended;
  private boolean discarded;
  private boolean reported; // that there is a piece
  private volatile @Nullable Path finished;
  private final SearchPause pause = new SearchPause(System.nanoTime());
  private volatile long progressNanos = System.nanoTime();
  private volatile String obstacle = "";

  /**
   * A download that has not started.
   *
   * @param here whether this node shares the content, and is a provider itself
   */
  ActiveDownload(
      Download request,
      @Nullable Manifest manifest,
      boolean here,
      Streams streams,
      ProviderSearch search,
      Listener listener) {
    this.request = request;
    this.manifest = manifest;
    this.streams = streams;
    this.search = search;
    this.listener = listener;
    this.thread = streams.nextLoop();
    this.links =
        new ProviderLinks(
            here ? null : streams.self(), peer -> new ProviderLink(this, streams, thread, peer));
    if (here) {
      links.add(List.of(streams.self()));
    }
  }

  Download request() {
    return request;
  }

  @Nullable Manifest manifest() {
    return manifest;
  }

  /** The bytes that are verified and on disk. */
  long received() {
    return received;
  }

  /** The number of providers with an open stream. */
  int providers() {
    return open;
  }

  /** The pieces that can be served to others; null until the partial file is open. */
  @Nullable BitSet held() {
    PartialFile opened = file;
    return opened == null ? null : opened.completePieces();
  }

  /** Where a piece is that can be served; null if it is not there. */
  @Nullable Path fileOf(int piece) {
    PartialFile opened = file;
    Path moved = finished;
    return opened == null || !opened.isComplete(piece)
        ? null
        : moved == null ? opened.path() : moved;
  }

  /** Calls a listener for each further piece; the result ends the calls. */
  Runnable watch(IntConsumer onGained) {
    watchers.add(onGained);
    return () -> watchers.remove(onGained);
  }

  /** Starts with these providers, and searches for others. */
  void start(List<Peer> providers) {
    thread.execute(
        () -> {
          links.add(providers);
          openFile();
          ticks =
              thread.scheduleWithFixedDelay(
                  this::tick, 0, DownloadLimits.TICK_NANOS, TimeUnit.NANOSECONDS);
        });
  }

  /** Stops; the partial file remains. */
  void stop() {
    thread.execute(this::end);
  }

  /** Stops, and deletes the partial file. */
  void discard() {
    thread.execute(
        () -> {
          discarded = true;
          end();
        });
  }

  /** How long no verified piece has arrived. */
  long stalledNanos() {
    return System.nanoTime() - progressNanos;
  }

  /** Whether nothing has arrived for so long that pieces are requested a second time. */
  boolean isStalled() {
    return stalledNanos() >= DownloadLimits.AGAIN_NANOS;
  }

  /** Why nothing arrives at present, in words; empty while something does. */
  String obstacle() {
    return obstacle;
  }

  private void tick() {
    if (ended) {
      return;
    }
    long now = System.nanoTime();
    if (pause.isOver(now) && links.hasRoom()) {
      pause.began(now);
      search.find(request.id(), found -> thread.execute(() -> onProviders(found)));
    }
    links.tick(now, pieces);
    obstacle = describeObstacle();
  }

  /** Reports wrong bytes at once, and other obstacles after a pause of 10 s. */
  private String describeObstacle() {
    PieceScheduler wanted = pieces;
    if (wanted != null && wanted.waitsForRightBytes()) {
      int corrupt = wanted.corruptPieces();
      return "providers sent wrong bytes for "
          + (corrupt == 1 ? "a piece" : corrupt + " pieces")
          + ", and no other sends them";
    } else if (stalledNanos() < STALLED_NANOS_MIN) {
      return "";
    } else if (links.known() == 0) {
      return "no provider is found";
    } else if (open == 0) {
      return "no provider can be reached";
    }
    return "the providers send nothing";
  }

  private void onProviders(List<Peer> found) {
    boolean foundNew = !ended && links.add(found);
    pause.ended(foundNew);
    if (foundNew) {
      links.tick(System.nanoTime(), pieces);
    }
  }

  /** Adds peers that are said to fetch this content; each is asked itself. */
  void onOthers(List<Peer> named) {
    thread.execute(
        () -> {
          if (!ended && links.add(named)) {
            links.tick(System.nanoTime(), pieces);
          }
        });
  }

  /** The streams of providers have opened or ended. */
  void linksChanged() {
    open = links.open();
  }

  /** A provider has sent the manifest. */
  void onManifest(Manifest arrived) {
    if (manifest != null || ended) {
      return;
    } else if (request.bytes() != Download.UNKNOWN && request.bytes() != arrived.bytes()) {
      fail("the content has " + arrived.bytes() + " bytes instead of " + request.bytes());
    } else {
      manifest = arrived;
      listener.onManifest(this, arrived);
      openFile();
    }
  }

  /** Opens the partial file on another thread, because what it has is hashed. */
  private void openFile() {
    Manifest known = manifest;
    if (known == null || opening) {
      return;
    }
    opening = true;
    CompletableFuture.supplyAsync(() -> opened(known))
        .whenComplete((result, problem) -> thread.execute(() -> onOpened(known, result)));
  }

  /** The open file, the finished one that is there already, or why there is none. */
  private Object opened(Manifest known) {
    try {
      Destination destination = new Destination(request.destination(), known);
      var existing = destination.existing();
      return existing.isPresent() ? existing.get() : PartialFile.open(destination);
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }

  private void onOpened(Manifest known, @Nullable Object result) {
    if (result instanceof PartialFile opened) {
      file = opened;
      BitSet complete = opened.completePieces();
      received = complete.stream().mapToLong(known::pieceBytes).sum();
      pieces = new PieceScheduler(known.pieces(), complete, new SplittableRandom());
      links.watch();
      if (ended) {
        close();
      } else {
        reportHeld();
        finishIfDone();
      }
    } else if (result instanceof Path existing && !ended) {
      received = known.bytes();
      end();
      listener.onDone(this, existing);
    } else if (result instanceof Exception e) {
      fail(problem(e));
    }
  }

  /** The pieces to be fetched; null until the manifest is known and the file open. */
  @Nullable PieceScheduler pieces() {
    return ended ? null : pieces;
  }

  /** A verified piece has arrived from a provider. */
  void onPiece(Peer from, int piece, ByteBuffer bytes, byte[] hash) {
    PieceScheduler wanted = pieces();
    PartialFile opened = file;
    if (wanted == null || opened == null) {
      return;
    }
    try {
      if (!opened.isComplete(piece)) {
        received += bytes.remaining();
        progressNanos = System.nanoTime();
        opened.write(piece, 0, bytes);
        opened.complete(piece, hash);
        watchers.forEach(watcher -> watcher.accept(piece));
        reportHeld();
      }
      wanted.completed(from, piece);
      finishIfDone();
    } catch (IOException e) {
      fail(problem(e));
    }
  }

  private void reportHeld() {
    if (!reported && received > 0) {
      reported = true;
      listener.onHeld(this);
    }
  }

  private void reportGone() {
    if (reported) {
      reported = false;
      listener.onGone(this);
    }
  }

  private void finishIfDone() {
    PartialFile opened = file;
    if (!ended && opened != null && opened.isComplete()) {
      end(); // streams too, so that nothing more is written
      CompletableFuture.runAsync(() -> finish(opened));
    }
  }

  private void finish(PartialFile opened) {
    try {
      Path result = opened.finish();
      finished = result;
      listener.onDone(this, result);
    } catch (IOException | RuntimeException e) {
      thread.execute(this::reportGone);
      listener.onFailure(this, problem(e));
    }
  }

  private void fail(String problem) {
    if (!ended) {
      end();
      close();
      listener.onFailure(this, problem);
    }
  }

  private String problem(Exception e) {
    String reason =
        e instanceof NoSuchFileException
            ? "its folder was removed"
            : String.valueOf(e.getMessage());
    return request.destination() + " cannot be written: " + reason;
  }

  private void end() {
    boolean complete = file != null && file.isComplete();
    ended = true;
    if (ticks != null) {
      ticks.cancel(false);
    }
    links.close();
    open = 0;
    if (!complete) {
      close();
      reportGone();
    }
  }

  private void close() {
    try {
      if (file != null && discarded) {
        file.discard();
      } else if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // what is on disk counts
    }
  }
}
