package io.duet.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/** The folder in which a node keeps its state. One process at a time may use it. */
public final class DataFolder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DataFolder.class.getName());

  /** The property that tells SQLite where to unpack its library. */
  private static final String UNPACKED = "org.sqlite.tmpdir";

  private static final int NUMBERED_MAX = 64;

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Opens a data folder, and creates it for its user alone if it does not exist.
   *
   * @throws StoreException if another node uses it, or it cannot be created or written
   */
  public static DataFolder open(Path path) throws StoreException {
    try {
      DataFolder folder = openIfUnused(path);
      if (folder != null) {
        return folder;
      }
    } catch (IOException e) {
      throw unusable(path, e);
    }
    throw new StoreException("another node uses the data folder " + path);
  }

  private static StoreException unusable(Path path, IOException e) {
    return new StoreException("the data folder " + path + " cannot be used: " + e, e);
  }

  /**
   * Opens this data folder or, if another node uses it, the first unused one of {@code NAME-2} to
   * {@code NAME-64} beside it.
   *
   * @throws StoreException if all of them are used, or one cannot be created or written
   */
  public static DataFolder openUnused(Path path) throws StoreException {
    for (int number = 1; number <= NUMBERED_MAX; number++) {
      Path one = number == 1 ? path : path.resolveSibling(path.getFileName() + "-" + number);
      try {
        DataFolder folder = openIfUnused(one);
        if (folder != null) {
          return folder;
        }
      } catch (IOException e) {
        throw unusable(one, e);
      }
    }
    throw new StoreException(NUMBERED_MAX + " nodes use the data folders in " + path.getParent());
  }

  /** Opens a data folder; null if another node uses it. */
  private static @Nullable DataFolder openIfUnused(Path path) throws IOException {
    create(path);
    FileChannel lock =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locks(lock)) {
      lock.close();
      return null;
    }
    DataFolder folder = new DataFolder(path, lock);
    folder.unpackNativeCodeHere();
    return folder;
  }

  private static void create(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Path above = path.toAbsolutePath().getParent();
    if (above != null && !Files.isDirectory(above)) {
      Files.createDirectories(above);
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      var userOnly = PosixFilePermissions.fromString("rwx------");
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(userOnly));
    } else {
      Files.createDirectory(path);
    }
  }

  private static boolean locks(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another node in this process
    }
  }

  /**
   * Has SQLite unpack its library here. In the system's folder each killed process would leave one
   * behind; here the next one deletes it.
   */
  private void unpackNativeCodeHere() throws IOException {
    Path folder = Files.createDirectories(path.resolve("native"));
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    }
    loadSqlite(folder);
  }

  /** The first folder of a process is used; with an unusable one, SQLite tries the system's. */
  private static synchronized void loadSqlite(Path folder) {
    if (System.getProperty(UNPACKED) != null) {
      return; // the user decides
    }
    System.setProperty(UNPACKED, folder.toString());
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "SQLite cannot be unpacked to {0}: {1}", folder, e);
    } finally {
      System.clearProperty(UNPACKED);
    }
  }

  /**
   * The usual data folder of a user.
   *
   * @param system the name of the operating system, as in the property {@code os.name}
   * @param environment the environment variables
   * @param home the user's home folder
   */
  public static Path usual(String system, Map<String, String> environment, Path home) {
    String lower = system.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      return fromEnvironment(environment, "LOCALAPPDATA", home.resolve("AppData/Local"), "Duet");
    } else if (lower.startsWith("mac")) {
      return home.resolve("Library/Application Support/Duet");
    }
    return fromEnvironment(environment, "XDG_DATA_HOME", home.resolve(".local/share"), "duet");
  }

  /** A relative path in the variable is ignored, as the XDG specification demands. */
  private static Path fromEnvironment(
      Map<String, String> environment, String variable, Path otherwise, String name) {
    Path given = Path.of(environment.getOrDefault(variable, ""));
    return (given.isAbsolute() ? given : otherwise).resolve(name);
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Opens the database of the node, or creates it. */
  public Database database() throws StoreException {
    return Database.open(path.resolve("node.db"));
  }

  /** Lets another process use the folder; the database must be closed before. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
