package io.duet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database of a node: one SQLite file with a write-ahead log. A write is acknowledged once it
 * is on the disk, and what was acknowledged survives a crash of the process or the machine.
 */
public final class Database implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Database.class.getName());
  private static final int BUSY_MS_MAX = 5_000;

  private final Path file;
  private final Connection reader;
  private final Connection writer;
  private final WriteQueue queue;

  private Database(Path file, Connection writer, Connection reader) {
    this.file = file;
    this.writer = writer;
    this.reader = reader;
    this.queue = new WriteQueue(writer);
  }

  /**
   * Opens a database, or creates it. A damaged one is renamed to {@code NAME.damaged-N}; a new one
   * takes its place with the rows that can still be read, without the catalogue of files.
   *
   * @throws StoreException if the file is not a database of Duet, or of a newer version
   */
  public static Database open(Path file) throws StoreException {
    try {
      DamagedDatabase.refuseForeign(file);
      if (Files.exists(file) && Files.size(file) == 0) {
        return rebuild(file, new SQLException("it was empty"));
      }
      return new Database(file, writer(file), connect(file));
    } catch (SQLException e) {
      if (!isDamage(e)) {
        throw new StoreException("the database " + file + " cannot be opened: " + e, e);
      }
      return rebuild(file, e);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException("the database " + file + " cannot be read: " + e, e);
    }
  }

  private static boolean isDamage(SQLException e) {
    return e instanceof SQLiteException problem
        && (problem.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT
            || problem.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB);
  }

  private static Database rebuild(Path file, SQLException damage) throws StoreException {
    try {
      Path aside = DamagedDatabase.setAside(file);
      LOG.log(
          System.Logger.Level.WARNING,
          "the database {0} was damaged ({1}): it is now {2}, and a new one replaces it",
          file,
          damage.getMessage(),
          aside.getFileName());
      Connection writer = writer(file);
      DamagedDatabase.copyRows(aside, writer);
      return new Database(file, writer, connect(file));
    } catch (SQLException | IOException e) {
      throw new StoreException("the damaged database " + file + " cannot be replaced: " + e, e);
    }
  }

  private static Connection writer(Path file) throws SQLException, StoreException {
    Connection connection = connect(file);
    try {
      Schema.prepare(connection, file);
      return connection;
    } catch (SQLException | StoreException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MS_MAX);
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri());
  }

  /**
   * Executes queries; every acknowledged write is seen.
   *
   * @throws StoreException if they fail
   */
  public <T> T read(Work<T> queries) throws StoreException {
    synchronized (reader) {
      try {
        return queries.run(reader);
      } catch (SQLException e) {
        throw new StoreException("the database " + file + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Executes statements in the writing thread, all of them or none. While 4,096 writes wait, the
   * caller is blocked.
   *
   * @return the result, once it is durable; what depends on it runs in the writing thread, and must
   *     not wait for another write
   */
  public <T> CompletableFuture<T> write(Work<T> statements) {
    return queue.submit(statements);
  }

  /** Executes all writes that wait, then closes the file. */
  @Override
  public void close() throws StoreException {
    queue.close();
    try {
      synchronized (reader) {
        reader.close();
      }
      writer.close();
    } catch (SQLException e) {
      throw new StoreException("the database " + file + " cannot be closed: " + e, e);
    }
  }
}
