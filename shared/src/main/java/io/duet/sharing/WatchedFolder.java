package io.duet.sharing;

import io.duet.content.FileStamp;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes that the system reports below one folder. Where it reports none, because
 * files lie on another machine or watches are used up, the folder is due for a scan every second;
 * otherwise every minute, in case a report was lost. A single file is looked at every second, and
 * due if its stamp has changed, if it is not in the catalogue, and every ten minutes.
 */
final class WatchedFolder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WatchedFolder.class.getName());
  private static final int CHANGED_MAX = 10_000;
  private static final long POLLING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long WATCHING_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final long UNCHANGED_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

  /** Scans take at most a fifth of the time. */
  private static final int REST_PER_SCAN = 4;

  private static final Set<String> OTHER_MACHINES =
      Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "9p", "webdav");

  private final Path path;
  private CompletableFuture<Void> watching = CompletableFuture.completedFuture(null);
  private @Nullable DirectoryWatcher watcher;
  private boolean started;
  private final Set<Path> changed = new HashSet<>();
  private long dueNanos = System.nanoTime();
  private Optional<FileStamp> lastStamp = Optional.empty(); // of a single file
  private long scannedNanos = System.nanoTime() - 2 * UNCHANGED_NANOS_MAX;

  WatchedFolder(Path path) {
    this.path = path;
  }

  private @Nullable DirectoryWatcher start() {
    try {
      if (!Files.isDirectory(path) || isElsewhere(Files.getFileStore(path).type())) {
        return null;
      }
      DirectoryWatcher started =
          DirectoryWatcher.builder().path(path).listener(this::onEvent).fileHashing(false).build();
      watching = started.watchAsync(task -> thread(task).start()).whenComplete(this::isOver);
      return started;
    } catch (IOException | RuntimeException e) {
      isOver(null, e);
      return null;
    }
  }

  /** The library reports that watches are used up only here. */
  private void isOver(@Nullable Void result, @Nullable Throwable problem) {
    if (problem != null) {
      LOG.log(Level.WARNING, "{0} cannot be watched, and is polled instead: {1}", path, problem);
    }
  }

  private static boolean isElsewhere(String fileSystem) {
    String type = fileSystem.toLowerCase(Locale.ROOT);
    return OTHER_MACHINES.contains(type) || type.startsWith("fuse");
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "changes in " + path);
    thread.setDaemon(true);
    return thread;
  }

  private synchronized void onEvent(DirectoryChangeEvent event) {
    boolean lost = event.eventType() == DirectoryChangeEvent.EventType.OVERFLOW;
    changed.add(lost || changed.size() >= CHANGED_MAX ? path : event.path());
  }

  private synchronized void scanAgain(boolean again) {
    if (again) {
      changed.add(path);
    }
  }

  /** The folder. */
  Path path() {
    return path;
  }

  /** The paths that changed; they are handed out once. */
  synchronized Set<Path> takeChanged() {
    Set<Path> taken = Set.copyOf(changed);
    changed.clear();
    return taken;
  }

  /**
   * Whether it is time for a complete scan.
   *
   * @param known whether all that the last scan found is in the catalogue
   */
  boolean isDue(BooleanSupplier known) {
    long now = System.nanoTime();
    if (now - dueNanos < 0) {
      return false;
    }
    boolean due =
        Files.isDirectory(path)
            || !stamp().equals(lastStamp)
            || !known.getAsBoolean()
            || now - scannedNanos > UNCHANGED_NANOS_MAX;
    dueNanos = due ? dueNanos : now + POLLING_NANOS;
    return due;
  }

  /** The stamp of a single file; empty for a folder, or if there is no file. */
  private Optional<FileStamp> stamp() {
    try {
      return Optional.of(FileStamp.of(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Notes that a complete scan begins. */
  void begin() {
    lastStamp = stamp();
    scannedNanos = System.nanoTime();
  }

  /**
   * Records a complete scan, and how long it took. After the first one, which is not to wait for
   * it, watching starts; a second one finds what has changed until then.
   */
  void scanned(long nanos) {
    if (!started) {
      started = true;
      watcher = start();
      scanAgain(watcher != null);
    }
    long period = watching.isDone() ? POLLING_NANOS : WATCHING_NANOS;
    dueNanos = System.nanoTime() + Math.max(period, REST_PER_SCAN * nanos);
  }

  @Override
  public void close() {
    try {
      if (watcher != null) {
        watcher.close();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "watching {0} does not end: {1}", path, e);
    }
  }
}
