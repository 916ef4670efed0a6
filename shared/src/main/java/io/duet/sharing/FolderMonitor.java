package io.duet.sharing;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has shared folders scanned: completely at first and from time to time, and in between where the
 * system reports changes. One thread does it.
 */
public final class FolderMonitor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FolderMonitor.class.getName());
  private static final long TICK_MS = 250;

  private final SharedFolders folders;
  private final Runnable whenScanned;
  private final Map<Path, WatchedFolder> watched = new HashMap<>();
  private final Set<Path> unreadable = new HashSet<>();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(FolderMonitor::thread);

  /**
   * Starts at once with the first scan of all folders.
   *
   * @param whenScanned called after each time that all were looked at
   */
  public FolderMonitor(SharedFolders folders, Runnable whenScanned) {
    this.folders = folders;
    this.whenScanned = whenScanned;
    ticks.scheduleWithFixedDelay(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "folder monitor");
    thread.setDaemon(true);
    return thread;
  }

  /** A failure of one look must not end all that follow. */
  private void tick() {
    try {
      follow(new LinkedHashSet<>(folders.folders()));
      Set<Path> again = folders.unsettled();
      for (WatchedFolder folder : List.copyOf(watched.values())) {
        scan(folder, again);
      }
      whenScanned.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "shared folders were not scanned", e);
    }
  }

  /** Watches exactly the folders that are shared now. */
  private void follow(Set<Path> shared) {
    for (WatchedFolder folder : List.copyOf(watched.values())) {
      if (!shared.contains(folder.path())) {
        folder.close();
        watched.remove(folder.path());
      }
    }
    shared.forEach(folder -> watched.computeIfAbsent(folder, WatchedFolder::new));
  }

  private void scan(WatchedFolder folder, Set<Path> again) {
    List<Path> places = new ArrayList<>(folder.takeChanged());
    again.stream().filter(place -> place.startsWith(folder.path())).forEach(places::add);
    if (folder.isDue(() -> folders.isComplete(folder.path())) || places.contains(folder.path())) {
      long start = System.nanoTime();
      folder.begin();
      scan(folder.path(), folder.path());
      folder.scanned(System.nanoTime() - start);
    } else {
      places.forEach(place -> scan(folder.path(), place));
    }
  }

  /** Logs once that a folder cannot be read, until it can be read again. */
  private void scan(Path folder, Path place) {
    try {
      folders.scan(folder, place);
      unreadable.remove(folder);
    } catch (IOException e) {
      if (unreadable.add(folder)) {
        LOG.log(Level.WARNING, "{0} cannot be read: {1}", folder, e);
      }
    }
  }

  /** Ends watching; a scan that runs is finished first. */
  @Override
  public void close() {
    ticks.execute(() -> follow(Set.of()));
    ticks.shutdown();
    try {
      if (!ticks.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.log(Level.WARNING, "a scan of the shared folders does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
