package io.duet.sharing;

import io.duet.content.FileChangedException;
import io.duet.content.FileHasher;
import io.duet.content.FileStamp;
import io.duet.content.HashedFile;
import io.duet.overlay.ContentName;
import io.duet.store.Database;
import io.duet.store.Rows;
import io.duet.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders and single files that a node shares. A scan compares a place with the catalogue by
 * stamps, and only new and changed files are hashed. A file that was modified less than {@value
 * #SETTLE_MS} ms ago is left to a later scan, because clocks of file systems may not tell its next
 * modification from the last one.
 */
public final class SharedFolders {
  /** The largest number of shared folders, each of which is watched by a thread. */
  public static final int FOLDERS_MAX = 1_000;

  /** The largest number of shared folders and single files, as what was fetched. */
  public static final int PLACES_MAX = 10_000;

  private static final System.Logger LOG = System.getLogger(SharedFolders.class.getName());
  private static final long SETTLE_MS = 200;

  private final Database database;
  private final Catalogue catalogue;
  private final Executor hashing;
  private final Consumer<FileChange> changes;
  private final LongSupplier clockMs;
  private final TreeSet<Path> folders = new TreeSet<>();
  private final Set<Path> beingHashed = ConcurrentHashMap.newKeySet(); // until it is durable
  private final Set<Path> scanned = new HashSet<>(); // completely, by this process
  private final Set<Path> unsettled = new HashSet<>();
  private int files;

  /**
   * The shared folders in a database.
   *
   * @param hashing runs the hashing of single files, so that a large one delays no scan
   * @param changes receives each change once it is durable, one at a time and in order; it must not
   *     wait for anything
   */
  public SharedFolders(Database database, Executor hashing, Consumer<FileChange> changes)
      throws StoreException {
    this(database, hashing, changes, System::currentTimeMillis);
  }

  /** With a clock that counts milliseconds since 1970, as files have them. */
  SharedFolders(
      Database database, Executor hashing, Consumer<FileChange> changes, LongSupplier clockMs)
      throws StoreException {
    this.clockMs = clockMs;
    this.database = database;
    this.catalogue = new Catalogue(database);
    this.hashing = hashing;
    this.changes = changes;
    this.files = catalogue.count();
    folders.addAll(Rows.all(database, row -> Path.of(row.getString(1)), "SELECT path FROM folder"));
  }

  /** The real paths of all shared folders and single files, in order. */
  public synchronized List<Path> folders() {
    return List.copyOf(folders);
  }

  /**
   * Shares a folder or a file, which the next scan reads.
   *
   * <p>What is in a shared folder is shared already. A folder replaces those in it, and then their
   * files are named by their paths below it.
   *
   * @return its real path, once this is durable
   * @throws IOException with a readable message, if it does not exist, or there are too many
   */
  public synchronized CompletableFuture<Path> share(Path given) throws IOException {
    Path folder = real(given);
    if (isIn(folders, folder)) {
      return database.write(connection -> folder);
    }
    List<Path> replaced = replacedBy(folder);
    replaced.forEach(folders::remove);
    folders.add(folder);
    return database.write(connection -> record(connection, folder, replaced));
  }

  /** Whether a place or a folder above it is in a set. */
  private static boolean isIn(Set<Path> places, Path place) {
    return Stream.iterate(place, Objects::nonNull, Path::getParent).anyMatch(places::contains);
  }

  /** The places in a new one; fails if there are too many others. */
  private List<Path> replacedBy(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      checkRoom(folders.size(), PLACES_MAX, "folders and single files");
      return List.of();
    }
    Map<Boolean, List<Path>> parts =
        folders.stream().collect(Collectors.partitioningBy(other -> other.startsWith(place)));
    List<Path> others = parts.getOrDefault(false, List.of());
    checkRoom(others.size(), PLACES_MAX, "folders and single files");
    if (others.size() >= FOLDERS_MAX) {
      checkRoom(others.stream().filter(Files::isDirectory).count(), FOLDERS_MAX, "folders");
    }
    return parts.getOrDefault(true, List.of());
  }

  private static void checkRoom(long count, int max, String what) throws IOException {
    if (count >= max) {
      throw new IOException(String.format(Locale.ROOT, "at most %,d %s can be shared", max, what));
    }
  }

  private static Path record(Connection connection, Path folder, List<Path> replaced)
      throws SQLException {
    for (Path each : replaced) {
      Rows.execute(connection, "DELETE FROM folder WHERE path = ?", each.toString());
    }
    Rows.execute(connection, "INSERT INTO folder VALUES (?)", folder.toString());
    return folder;
  }

  private static Path real(Path given) throws IOException {
    try {
      return given.toRealPath();
    } catch (NoSuchFileException e) {
      throw new IOException(given + " does not exist", e);
    }
  }

  /**
   * Shares a folder or single file no longer, and removes all its files.
   *
   * @return completes once this is durable
   */
  public synchronized CompletableFuture<Void> withdraw(Path folder) throws IOException {
    scanned.remove(folder);
    unsettled.removeIf(file -> file.startsWith(folder));
    if (folders.remove(folder)) {
      known(folder).values().forEach(this::remove);
    }
    return Rows.update(database, "DELETE FROM folder WHERE path = ?", folder.toString());
  }

  /**
   * Compares a place with the catalogue. Files are removed at once; others follow when they are
   * hashed.
   *
   * @param folder a shared folder or single file
   * @param place the folder itself, or a path below it
   * @throws IOException if the folder itself cannot be read; then nothing changes
   */
  public synchronized void scan(Path folder, Path place) throws IOException {
    if (!folders.contains(folder)) {
      return;
    }
    unsettled.removeIf(file -> file.startsWith(place));
    Map<Path, SharedFile> known = known(place);
    Map<Path, FileStamp> found = found(folder, place, known);
    known.values().stream().filter(file -> !found.containsKey(file.path())).forEach(this::remove);
    found.forEach((path, stamp) -> compare(folder, path, stamp, known.get(path)));
    if (place.equals(folder)) {
      scanned.add(folder);
    }
  }

  /**
   * Whether all files that the last scan found at a place in a shared folder are in the catalogue,
   * durably.
   */
  public synchronized boolean isComplete(Path place) {
    return isIn(scanned, place)
        && beingHashed.stream().noneMatch(file -> file.startsWith(place))
        && unsettled.stream().noneMatch(file -> file.startsWith(place));
  }

  /** The known files at a place, after all writes that were begun. */
  private Map<Path, SharedFile> known(Path place) throws StoreException {
    database.write(connection -> true).join();
    Map<Path, SharedFile> known = new HashMap<>();
    catalogue.below(place).forEach(file -> known.put(file.path(), file));
    return known;
  }

  private static Map<Path, FileStamp> found(Path folder, Path place, Map<Path, SharedFile> known)
      throws IOException {
    try {
      FolderScan scan = FolderScan.of(folder, place, known.keySet(), FolderScan.SEEN_MAX);
      if (scan.problem() != null) {
        LOG.log(Level.WARNING, "{0} is not shared completely: {1}", folder, scan.problem());
      }
      return scan.files();
    } catch (NoSuchFileException e) {
      if (known.containsKey(folder)) {
        return Map.of(); // a single file was deleted
      }
      throw e;
    }
  }

  private void compare(Path folder, Path path, FileStamp stamp, @Nullable SharedFile known) {
    if (known != null
        && known.stamp().equals(stamp)
        && known.name().text().equals(FolderWalk.name(folder, path))) {
      return;
    }
    if (isSettled(stamp)) {
      hashLater(folder, path, known);
    } else {
      unsettled.add(path);
    }
  }

  private boolean isSettled(FileStamp stamp) {
    long ageMs = clockMs.getAsLong() - TimeUnit.NANOSECONDS.toMillis(stamp.modifiedNanos());
    return ageMs < 0 || ageMs >= SETTLE_MS;
  }

  private void hashLater(Path folder, Path path, @Nullable SharedFile known) {
    if (known == null && files + beingHashed.size() >= FolderScan.FILES_MAX) {
      LOG.log(Level.WARNING, "{0} is not shared: there are too many files", path);
    } else if (beingHashed.add(path)) {
      hashing.execute(() -> hash(folder, path, known));
    }
  }

  private void hash(Path folder, Path path, @Nullable SharedFile known) {
    CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);
    boolean again = false;
    try {
      HashedFile hashed = FileHasher.hash(path, read -> {});
      stored = record(folder, path, hashed, known);
    } catch (FileChangedException e) {
      again = true;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be shared: {1}", path, e);
    }
    stored.whenComplete((durable, problem) -> beingHashed.remove(path)); // without a lock
    if (again) {
      lookAgain(path);
    }
  }

  private synchronized void lookAgain(Path path) {
    unsettled.add(path);
  }

  /** Scans and this method exclude each other, so that no file is added after its removal. */
  private synchronized CompletableFuture<Void> record(
      Path folder, Path path, HashedFile hashed, @Nullable SharedFile known) throws IOException {
    if (!folders.contains(folder)) {
      return CompletableFuture.completedFuture(null);
    }
    if (!FileStamp.of(path).equals(hashed.stamp())) {
      throw new FileChangedException(path);
    }
    ContentName name = new ContentName(FolderWalk.name(folder, path));
    SharedFile file = new SharedFile(path, name, hashed.stamp(), hashed.manifest().id());
    files += known == null ? 1 : 0;
    return report(
        catalogue.put(file, hashed.manifest()),
        known == null ? new FileChange.Added(file) : new FileChange.Changed(known, file));
  }

  private void remove(SharedFile file) {
    files--;
    report(catalogue.remove(file.path()), new FileChange.Removed(file));
  }

  private CompletableFuture<Void> report(CompletableFuture<Void> durable, FileChange change) {
    return durable.whenComplete(
        (done, problem) -> {
          if (problem == null) {
            changes.accept(change);
          } else {
            LOG.log(Level.WARNING, "{0} is not stored: {1}", change, problem);
          }
        });
  }

  /** The paths that a scan left to a later one. */
  public synchronized Set<Path> unsettled() {
    return Set.copyOf(unsettled);
  }
}
