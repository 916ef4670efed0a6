package io.duet.sharing;

import io.duet.overlay.ContentName;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Scans a folder every second for new, changed and removed files. Polling works on all systems,
 * while the events of file systems differ. {@link FolderSnapshot} defines which files count.
 */
public final class FolderWatcher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FolderWatcher.class.getName());

  private static final long PERIOD_MS = 1_000;

  private final Path folder;
  private final BiConsumer<ContentName, Long> onPresent;
  private final Consumer<ContentName> onRemoved;
  private final ScheduledExecutorService scans =
      Executors.newSingleThreadScheduledExecutor(FolderWatcher::thread);
  private Map<String, Long> files = new TreeMap<>();
  private boolean readable = true;

  /**
   * Starts watching at once.
   *
   * @param onPresent receives each name that is new or whose size has changed, with its size in
   *     bytes
   * @param onRemoved receives each removed name
   */
  public FolderWatcher(
      Path folder, BiConsumer<ContentName, Long> onPresent, Consumer<ContentName> onRemoved) {
    this.folder = folder;
    this.onPresent = onPresent;
    this.onRemoved = onRemoved;
    scans.scheduleWithFixedDelay(this::scan, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "folder watch");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    scans.shutdownNow();
  }

  /** Scans once; nothing changes while the folder itself cannot be read. */
  private void scan() {
    try {
      FolderSnapshot found = FolderSnapshot.in(folder, files, FolderSnapshot.SEEN_MAX);
      logOnce(found.problem());
      report(found.sizes());
    } catch (IOException e) {
      logOnce(e);
    }
  }

  /** Logs once that a part cannot be read, until all can be read again. */
  private void logOnce(@Nullable IOException problem) {
    if (problem != null && readable) {
      LOG.log(Level.WARNING, "{0} cannot be read completely: {1}", folder, problem);
    }
    readable = problem == null;
  }

  private void report(Map<String, Long> now) {
    Map<String, Long> before = files;
    files = now;
    before.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> onRemoved.accept(new ContentName(name)));
    now.forEach(
        (name, bytes) -> {
          if (!bytes.equals(before.get(name))) {
            onPresent.accept(new ContentName(name), bytes);
          }
        });
  }
}
