package io.duet.store;

import io.duet.content.Manifest;
import io.duet.node.Key;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The downloads of a node. At most {@value #UNFINISHED_MAX} are unfinished; of the others, the last
 * {@value #FINISHED_MAX} are remembered.
 */
public final class DownloadTable {
  /** The largest number of downloads that run or are paused. */
  public static final int UNFINISHED_MAX = 10_000;

  /** The largest number of downloads that are done or failed. */
  public static final int FINISHED_MAX = 1_000;

  private static final String COLUMNS = "number, id, name, destination, bytes, state, error";
  private static final String UNFINISHED = "state IN ('RUNNING', 'PAUSED')";

  private final Database database;

  /** The downloads in a database. */
  public DownloadTable(Database database) {
    this.database = database;
  }

  /** Adds a download of any size. */
  public CompletableFuture<Download> add(Key id, String name, Path destination) {
    return add(id, name, destination, Download.UNKNOWN);
  }

  /**
   * Adds a download. One of the same destination is replaced if it has ended. If it has not, it is
   * the result, or an {@link IllegalStateException} if it is of another content.
   *
   * @param bytes the size that the content must have; {@link Download#UNKNOWN} for any
   * @return the download with its number, once it is durable
   */
  public CompletableFuture<Download> add(Key id, String name, Path destination, long bytes) {
    String path = destination.toAbsolutePath().toString();
    return database.write(
        connection -> {
          Optional<Download> same = unfinished(connection, id, path);
          if (same.isPresent()) {
            return same.get();
          }
          Rows.execute(connection, "DELETE FROM download WHERE destination = ?", path);
          return Rows.all(
                  connection,
                  DownloadTable::download,
                  """
                  INSERT INTO download(id, name, destination, bytes, state, error)
                  VALUES (?, ?, ?, ?, 'RUNNING', '') RETURNING """
                      + " "
                      + COLUMNS,
                  id.bytes(),
                  name,
                  path,
                  bytes)
              .get(0);
        });
  }

  /** The unfinished download of this content to this path; fails if there can be none. */
  private static Optional<Download> unfinished(Connection connection, Key id, String path)
      throws SQLException {
    String query = "SELECT " + COLUMNS + " FROM download WHERE destination = ? AND " + UNFINISHED;
    List<Download> same = Rows.all(connection, DownloadTable::download, query, path);
    if (same.stream().anyMatch(download -> !download.id().equals(id))) {
      throw new IllegalStateException(
          "a download of another content to " + path + " is in progress");
    }
    String count = "SELECT count(*) FROM download WHERE " + UNFINISHED;
    int all = Rows.all(connection, row -> row.getInt(1), count).get(0);
    if (same.isEmpty() && all >= UNFINISHED_MAX) {
      throw new IllegalStateException(UNFINISHED_MAX + " downloads are in progress");
    }
    return same.stream().findFirst();
  }

  /** Stores the manifest of a download, and with it the size; completes once it is durable. */
  public CompletableFuture<Void> setManifest(long number, Manifest manifest) {
    return Rows.update(
        database,
        "UPDATE download SET bytes = ?, manifest = ? WHERE number = ?",
        manifest.bytes(),
        manifest.toBytes(),
        number);
  }

  /** The manifest of a download, if it has arrived. */
  public Optional<Manifest> manifest(long number) throws StoreException {
    return Rows.first(
        database,
        row -> Manifest.of(row.getBytes(1)),
        "SELECT manifest FROM download WHERE manifest IS NOT NULL AND number = ?",
        number);
  }

  /** Changes the state of a download that has not ended in success. */
  public CompletableFuture<Void> setState(long number, Download.State state, String error) {
    return database
        .write(
            connection -> {
              Rows.execute(
                  connection,
                  "UPDATE download SET state = ?, error = ? WHERE number = ?",
                  state.name(),
                  error,
                  number);
              return forgetOldest(connection);
            })
        .thenAccept(forgotten -> {});
  }

  /**
   * Records that a download is complete at its final path; completes once that is durable. Of an
   * unfinished download that wants the same path nothing changes.
   */
  public CompletableFuture<Void> done(long number, Path file) {
    String path = file.toAbsolutePath().toString();
    return database
        .write(
            connection -> {
              Rows.execute(
                  connection,
                  "DELETE FROM download WHERE destination = ? AND number <> ? AND NOT "
                      + UNFINISHED,
                  path,
                  number);
              Rows.execute(
                  connection,
                  """
                  UPDATE download SET state = 'DONE', error = '', manifest = NULL, destination =
                  CASE WHEN EXISTS (SELECT 1 FROM download WHERE destination = ? AND number <> ?)
                  THEN destination ELSE ? END
                  WHERE number = ?""",
                  path,
                  number,
                  path,
                  number);
              return forgetOldest(connection);
            })
        .thenAccept(forgotten -> {});
  }

  private static int forgetOldest(Connection connection) throws SQLException {
    String finished = "SELECT number FROM download WHERE NOT " + UNFINISHED;
    return Rows.execute(
        connection,
        "DELETE FROM download WHERE number IN ("
            + finished
            + " ORDER BY number DESC LIMIT -1 OFFSET ?)",
        FINISHED_MAX);
  }

  /** Forgets a download; completes once that is durable. */
  public CompletableFuture<Void> remove(long number) {
    return Rows.update(database, "DELETE FROM download WHERE number = ?", number);
  }

  /** The download with a number. */
  public Optional<Download> get(long number) throws StoreException {
    return Rows.first(
        database,
        DownloadTable::download,
        "SELECT " + COLUMNS + " FROM download WHERE number = ?",
        number);
  }

  /** All downloads, the latest first. */
  public List<Download> all() throws StoreException {
    return Rows.all(
        database,
        DownloadTable::download,
        "SELECT " + COLUMNS + " FROM download ORDER BY number DESC");
  }

  /** The failed download to this path, if there is one. */
  public Optional<Download> failedAt(Path destination) throws StoreException {
    return Rows.first(
        database,
        DownloadTable::download,
        "SELECT " + COLUMNS + " FROM download WHERE destination = ? AND state = 'FAILED'",
        destination.toAbsolutePath().toString());
  }

  /** The downloads that go on after a restart, in the order in which they were asked for. */
  public List<Download> running() throws StoreException {
    return Rows.all(
        database,
        DownloadTable::download,
        "SELECT " + COLUMNS + " FROM download WHERE state = 'RUNNING' ORDER BY number");
  }

  private static Download download(ResultSet row) throws SQLException {
    return new Download(
        row.getLong(1),
        Key.of(row.getBytes(2)),
        row.getString(3),
        Path.of(row.getString(4)),
        row.getLong(5),
        Download.State.valueOf(row.getString(6)),
        row.getString(7));
  }
}
