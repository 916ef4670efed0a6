package io.duet.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Statements on a connection to the database, with their result.
 *
 * @param <T> the result
 */
@FunctionalInterface
public interface Work<T> {
  /** Executes the statements; begins and ends no transaction. */
  T run(Connection connection) throws SQLException;
}
