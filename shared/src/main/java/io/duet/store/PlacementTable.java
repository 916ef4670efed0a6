package io.duet.store;

import io.duet.node.Key;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The contents that a node has placed or stores for others, at most {@value #CONTENTS_MAX}. Stored
 * contents take at most the quota of bytes, and {@value #STORED_MAX} in number; those of one owner
 * at most half of either.
 */
public final class PlacementTable {
  /** The largest number of contents. */
  public static final int CONTENTS_MAX = 10_000;

  /** The largest number of contents that are stored for others, each a shared file. */
  public static final int STORED_MAX = 500;

  private static final String COLUMNS = "id, name, bytes, replicas, owner, stored";

  private static final String ALL = "SELECT count(*) FROM placement";
  private static final String STORED = " FROM placement WHERE stored = 1";
  private static final String OF_OWNER = STORED + " AND owner = ?";

  private final Database database;
  private final long quotaBytes;

  /** The placed contents in a database. */
  public PlacementTable(Database database, long quotaBytes) {
    this.database = database;
    this.quotaBytes = quotaBytes;
  }

  /**
   * Records a content that this node's user places, or its new number of replicas.
   *
   * @return completes once that is durable; fails with {@link IllegalStateException} if there are
   *     too many contents
   */
  public CompletableFuture<Void> place(PlacedContent content) {
    return database
        .write(
            connection -> {
              if (count(connection, ALL) >= CONTENTS_MAX) {
                throw new IllegalStateException(CONTENTS_MAX + " contents are placed already");
              }
              return insert(connection, content, "DO UPDATE SET replicas = excluded.replicas");
            })
        .thenAccept(inserted -> {});
  }

  /**
   * Records a content that this node stores for another one, if there is room.
   *
   * @return whether there was room, or the content was recorded before, once that is durable
   */
  public CompletableFuture<Boolean> reserve(PlacedContent content) {
    return database.write(
        connection -> {
          String known = "SELECT count(*) FROM placement WHERE id = ?";
          if (count(connection, known, (Object) content.id().bytes()) > 0) {
            return true;
          }
          boolean fits =
              content.stored()
                  ? hasPlace(connection, content.owner())
                      && content.bytes() <= freeBytes(connection, content.owner())
                  : count(connection, ALL) < CONTENTS_MAX;
          return fits && insert(connection, content, "DO NOTHING") > 0;
        });
  }

  private static int insert(Connection connection, PlacedContent content, String otherwise)
      throws SQLException {
    return Rows.execute(
        connection,
        "INSERT INTO placement(" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT " + otherwise,
        content.id().bytes(),
        content.name(),
        content.bytes(),
        content.replicas(),
        content.owner(),
        content.stored() ? 1 : 0);
  }

  /** The free bytes for contents of an owner; 0 or more. */
  public long free(String owner) throws StoreException {
    return database.read(
        connection -> hasPlace(connection, owner) ? freeBytes(connection, owner) : 0);
  }

  /** An empty content takes no bytes, but a place too. */
  private static boolean hasPlace(Connection connection, String owner) throws SQLException {
    return count(connection, "SELECT count(*)" + STORED) < STORED_MAX
        && count(connection, "SELECT count(*)" + OF_OWNER, owner) < STORED_MAX / 2;
  }

  private long freeBytes(Connection connection, String owner) throws SQLException {
    String sum = "SELECT coalesce(sum(bytes), 0)";
    long left = quotaBytes - count(connection, sum + STORED);
    long share = quotaBytes / 2 - count(connection, sum + OF_OWNER, owner);
    return Math.max(0, Math.min(left, share));
  }

  private static long count(Connection connection, String query, Object... values)
      throws SQLException {
    return Rows.all(connection, row -> row.getLong(1), query, values).get(0);
  }

  /** Changes the wanted number of copies; completes once that is durable. */
  public CompletableFuture<Void> setReplicas(Key id, int replicas) {
    return Rows.update(
        database, "UPDATE placement SET replicas = ? WHERE id = ?", replicas, id.bytes());
  }

  /** Forgets a content; completes once that is durable. */
  public CompletableFuture<Void> remove(Key id) {
    return Rows.update(database, "DELETE FROM placement WHERE id = ?", (Object) id.bytes());
  }

  /** The placed content with an id. */
  public Optional<PlacedContent> get(Key id) throws StoreException {
    return Rows.first(
        database,
        PlacementTable::content,
        "SELECT " + COLUMNS + " FROM placement WHERE id = ?",
        (Object) id.bytes());
  }

  /** All placed contents, ordered by id. */
  public List<PlacedContent> all() throws StoreException {
    return Rows.all(
        database, PlacementTable::content, "SELECT " + COLUMNS + " FROM placement ORDER BY id");
  }

  private static PlacedContent content(ResultSet row) throws SQLException {
    return new PlacedContent(
        Key.of(row.getBytes(1)),
        row.getString(2),
        row.getLong(3),
        row.getInt(4),
        row.getString(5),
        row.getBoolean(6));
  }
}
