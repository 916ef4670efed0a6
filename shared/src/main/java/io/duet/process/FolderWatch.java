package io.duet.process;

import io.duet.overlay.ContentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks every second which files have come to a folder and which are gone; looking is the same
 * everywhere, while the events of file systems differ. A file's name is its path below the folder,
 * with slashes; symbolic links and hidden files are passed over.
 */
final class FolderWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FolderWatch.class.getName());

  /** At most this many files are told, the first by name. */
  static final int FILES_MAX = PublishedNames.NAMES_MAX;

  private static final int SEEN_MAX = 10 * FILES_MAX;
  private static final int DEPTH_MAX = 16;
  private static final long PERIOD_MS = 1_000;

  private final Path folder;
  private final BiConsumer<ContentName, Long> came;
  private final Consumer<ContentName> went;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(FolderWatch::thread);
  private Map<String, Long> files = new TreeMap<>();
  private boolean readable = true;

  /**
   * A watch that begins at once.
   *
   * @param came takes each name that is new, or whose size has changed, with its size in bytes
   * @param went takes each name that is gone
   */
  FolderWatch(Path folder, BiConsumer<ContentName, Long> came, Consumer<ContentName> went) {
    this.folder = folder;
    this.came = came;
    this.went = went;
    looking.scheduleWithFixedDelay(this::look, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "folder watch");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }

  /** While the folder cannot be read, which is said once, nothing changes. */
  private void look() {
    try {
      tell(read());
      readable = true;
    } catch (IOException | UncheckedIOException e) {
      if (readable) {
        LOG.log(Level.WARNING, "{0} cannot be read now: {1}", folder, e.getMessage());
      }
      readable = false;
    }
  }

  private void tell(Map<String, Long> now) {
    Map<String, Long> before = files;
    files = now;
    before.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> went.accept(new ContentName(name)));
    now.forEach(
        (name, bytes) -> {
          if (!bytes.equals(before.get(name))) {
            came.accept(new ContentName(name), bytes);
          }
        });
  }

  private Map<String, Long> read() throws IOException {
    try (Stream<Path> paths = Files.walk(folder, DEPTH_MAX)) {
      TreeMap<String, Long> found = new TreeMap<>();
      paths.limit(SEEN_MAX).filter(FolderWatch::isFile).forEach(path -> add(path, found));
      return found;
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Keeps the first names, so that the bound cuts off the same ones at every look. */
  private void add(Path path, TreeMap<String, Long> found) {
    String name = nameOf(path);
    if (ContentName.isName(name) && !name.startsWith(".") && !name.contains("/.")) {
      try {
        found.put(name, Files.size(path));
      } catch (IOException e) {
        return; // it went while this looked
      }
      if (found.size() > FILES_MAX) {
        found.pollLastEntry();
      }
    }
  }

  private String nameOf(Path path) {
    return folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
