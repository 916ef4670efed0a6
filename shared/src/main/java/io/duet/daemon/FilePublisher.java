package io.duet.daemon;

import io.duet.content.Manifest;
import io.duet.download.Downloads;
import io.duet.download.PieceAnnouncer;
import io.duet.netty.NettyHost;
import io.duet.node.Key;
import io.duet.overlay.Overlay;
import io.duet.overlay.PiecePublishing;
import io.duet.overlay.SizedPublishing;
import io.duet.sharing.Catalogue;
import io.duet.sharing.FileChange;
import io.duet.sharing.SharedFile;
import io.duet.store.StoreException;
import java.lang.System.Logger.Level;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Publishes shared files under their names, and their contents under their ids, at a bounded rate,
 * so that a large folder does not delay the messages of others. A name or id is withdrawn with the
 * last file that has it. The id of a download is published with its first piece.
 */
final class FilePublisher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FilePublisher.class.getName());

  /** Files of a batch; a batch takes one period. */
  private static final int BATCH = 100;

  private static final long PERIOD_MS = 20;
  private static final long PIECES_MS = 500;
  private static final long SCAN_MS_MAX = 3_000;

  private final NettyHost host;
  private final Overlay overlay;
  private final Catalogue catalogue;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "file publisher");
            made.setDaemon(true);
            return made;
          });
  private int inBatch;
  private boolean begun;

  FilePublisher(NettyHost host, Overlay overlay, Catalogue catalogue) {
    this.host = host;
    this.overlay = overlay;
    this.catalogue = catalogue;
  }

  /** Announces the pieces of running downloads too, if others ask this overlay for them. */
  void follow(Downloads downloads) {
    if (overlay instanceof PiecePublishing swarms) {
      PieceAnnouncer pieces = new PieceAnnouncer(downloads, catalogue, swarms, host::execute);
      thread.scheduleWithFixedDelay(pieces::round, PIECES_MS, PIECES_MS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Publishes all files of the catalogue, page after page: once {@link #foldersScanned} is called,
   * or after {@value #SCAN_MS_MAX} ms, so that neither delays the other on few processors.
   */
  void publishAll() {
    thread.schedule(this::publishAllOnce, SCAN_MS_MAX, TimeUnit.MILLISECONDS);
  }

  /** The shared folders were compared with the catalogue; returns at once. */
  void foldersScanned() {
    thread.execute(this::publishAllOnce);
  }

  private void publishAllOnce() {
    if (!begun) {
      begun = true;
      publishAfter("");
    }
  }

  private void publishAfter(String path) {
    try {
      List<SharedFile> page = catalogue.page(path, BATCH);
      page.forEach(this::publish);
      if (page.size() == BATCH) {
        String last = page.get(BATCH - 1).path().toString();
        thread.schedule(() -> publishAfter(last), PERIOD_MS, TimeUnit.MILLISECONDS);
      }
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the catalogue cannot be read", e);
    }
  }

  /** Publishes or withdraws what has changed; returns at once. */
  void changed(FileChange change) {
    thread.execute(() -> apply(change));
  }

  /** Publishes a content of which this node has a first piece; returns at once. */
  void held(Key id) {
    thread.execute(() -> host.execute(() -> overlay.publish(id)));
  }

  /** Withdraws a content of which this node has no pieces any longer, unless a file has it. */
  void gone(Key id) {
    thread.execute(
        () -> {
          try {
            withdraw(id);
          } catch (StoreException e) {
            LOG.log(Level.WARNING, "the catalogue cannot be read", e);
          }
        });
  }

  private void apply(FileChange change) {
    try {
      if (change instanceof FileChange.Added added) {
        publish(added.file());
      } else if (change instanceof FileChange.Changed changed) {
        publish(changed.file());
        withdraw(changed.before());
      } else if (change instanceof FileChange.Removed removed) {
        withdraw(removed.file());
      }
      pace();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the catalogue cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pace() throws InterruptedException {
    if (++inBatch >= BATCH) {
      inBatch = 0;
      TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
    }
  }

  private void publish(SharedFile file) {
    host.execute(
        () -> {
          if (overlay instanceof PiecePublishing swarms) {
            publish(swarms, file);
          } else if (overlay instanceof SizedPublishing sized) {
            sized.publish(file.name(), file.stamp().bytes());
            overlay.publish(file.id());
          } else {
            overlay.publish(file.name());
            overlay.publish(file.id());
          }
        });
  }

  /**
   * A shared file is held as a whole, under its name as under its id; an empty one is one piece.
   */
  private static void publish(PiecePublishing swarms, SharedFile file) {
    int pieces = Math.max(1, Manifest.piecesOf(file.stamp().bytes()));
    BitSet all = new BitSet();
    all.set(0, pieces);
    swarms.publish(file.name().key(), pieces, all);
    swarms.publish(file.id(), pieces, all);
  }

  private void withdraw(SharedFile file) throws StoreException {
    if (catalogue.withName(file.name()).isEmpty()) {
      host.execute(() -> overlay.withdraw(file.name()));
    }
    withdraw(file.id());
  }

  private void withdraw(Key id) throws StoreException {
    if (catalogue.withId(id).isEmpty()) {
      host.execute(() -> overlay.withdraw(id));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
