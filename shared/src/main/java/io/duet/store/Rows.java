package io.duet.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Single statements with their parameters, and what their rows mean. */
public final class Rows {
  private Rows() {}

  /**
   * Reads a row.
   *
   * @param <T> what it means
   */
  @FunctionalInterface
  public interface Reading<T> {
    /** What the current row means. */
    T of(ResultSet row) throws SQLException;
  }

  /** Executes a statement that changes rows; completes once it is durable. */
  public static CompletableFuture<Void> update(Database database, String sql, Object... values) {
    return database
        .write(connection -> execute(connection, sql, values))
        .thenAccept(changedRows -> {});
  }

  /** Executes a statement within a {@link Work}; returns the number of changed rows. */
  public static int execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** All rows of a query. */
  public static <T> List<T> all(Database database, Reading<T> reading, String sql, Object... values)
      throws StoreException {
    return database.read(connection -> all(connection, reading, sql, values));
  }

  /** All rows of a query within a {@link Work}. */
  public static <T> List<T> all(
      Connection connection, Reading<T> reading, String sql, Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement query = prepare(connection, sql, values);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(reading.of(rows));
      }
    }
    return found;
  }

  /** The first row of a query. */
  public static <T> Optional<T> first(
      Database database, Reading<T> reading, String sql, Object... values) throws StoreException {
    return all(database, reading, sql + " LIMIT 1", values).stream().findFirst();
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
